import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { Unsaved } from './unsaved';
import { Updates } from './updates';

/** Offers a new version; never forced, and silent while something typed would be lost. */
@Component({
  selector: 'praan-update-banner',
  imports: [Icon, MatButton, TranslocoDirective],
  template: `
    <div role="status" *transloco="let t">
      @if (shown()) {
        <praan-icon name="retry" />
        <p>{{ t('update.ready') }}</p>
        <button mat-button type="button" (click)="updates.reload()">{{ t('update.reload') }}</button>
        <button mat-button type="button" (click)="updates.postpone()">{{ t('update.later') }}</button>
      }
    </div>
  `,
  styles: `
    div {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: var(--space-1) var(--space-3);
      padding: var(--space-1) var(--space-4);
      background: var(--peacock-wash);
      color: var(--on-peacock-wash);
    }
    div:empty {
      display: none;
    }
    @media print {
      :host {
        display: none;
      }
    }
  `,
})
export class UpdateBanner {
  private readonly unsaved = inject(Unsaved);
  protected readonly updates = inject(Updates);
  protected readonly shown = computed(() => this.updates.ready() && !this.unsaved.dirty());
}
