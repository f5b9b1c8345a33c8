import { Component, computed, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon, IconName } from '../ui/icon';
import { Failure, isRetriable } from './problem';

/** One card of a page that could not be fetched, while the others stand. */
@Component({
  selector: 'praan-part-failure',
  imports: [Icon, MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <praan-icon [name]="icon()" />
      <div>
        <p>{{ t('failure.' + failure().cause, { wait: failure().wait ?? 60 }) }}</p>
        @if (failure().requestId; as id) {
          <p class="quote">{{ t('failure.quote', { id }) }}</p>
        }
      </div>
      @if (canRetry()) {
        <button mat-stroked-button type="button" (click)="retry.emit()">{{ t('failure.retry') }}</button>
      }
    </ng-container>
  `,
  host: { role: 'alert' },
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-3) var(--space-4);
    }
    praan-icon {
      color: var(--ink-soft);
    }
    div {
      flex: 1 1 14rem;
      min-width: 0;
    }
    .quote {
      color: var(--ink-soft);
      font-size: var(--text-s);
      overflow-wrap: anywhere;
    }
  `,
})
export class PartFailure {
  readonly failure = input.required<Failure>();
  readonly retry = output();

  protected readonly canRetry = computed(() => isRetriable(this.failure()));
  protected readonly icon = computed<IconName>(() =>
    this.failure().cause === 'offline' ? 'cloud' : this.failure().cause === 'forbidden' ? 'lock' : 'alert',
  );
}
