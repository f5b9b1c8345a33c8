import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { EmptyState } from '../ui/empty-state';
import { Icon, IconName } from '../ui/icon';
import { Cause, Failure, isRetriable } from './problem';

const ICONS: Partial<Record<Cause, IconName>> = { offline: 'cloud', forbidden: 'lock' };

/** A page that could not be shown: what happened, a way on, and the number to quote. */
@Component({
  selector: 'praan-page-failure',
  imports: [EmptyState, Icon, MatButton, RouterLink, TranslocoDirective],
  template: `
    <praan-empty-state *transloco="let t" role="alert">
      <praan-icon picture [name]="icon()" />
      <p class="what">{{ t('failure.' + failure().cause, { wait: failure().wait ?? 60 }) }}</p>
      @if (failure().requestId; as id) {
        <p class="quote">{{ t('failure.quote', { id }) }}</p>
      }
      @if (canRetry()) {
        <button action mat-flat-button type="button" (click)="retry.emit()">{{ t('failure.retry') }}</button>
      } @else if (leads()) {
        <a action mat-stroked-button routerLink="/">{{ t('state.home') }}</a>
      }
    </praan-empty-state>
  `,
  styles: `
    praan-icon {
      font-size: 2.5rem;
      color: var(--ink-soft);
    }
    .what {
      font-size: var(--text-l);
    }
    .quote {
      margin-top: var(--space-2);
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
  `,
})
export class PageFailure {
  readonly failure = input.required<Failure>();
  readonly retry = output();
  protected readonly icon = computed<IconName>(() => ICONS[this.failure().cause] ?? 'alert');
  protected readonly canRetry = computed(() => isRetriable(this.failure()));
  /** Nothing will ever be here: the way out is the own family's day. */
  protected readonly leads = computed(() => ['forbidden', 'missing'].includes(this.failure().cause));
}
