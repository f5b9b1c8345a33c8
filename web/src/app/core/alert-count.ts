import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Alerts } from './alerts';
import { Figures } from './figures';
import { Preferences } from './preferences';

/** How many alerts are open, beside the sign of the inbox; nothing while none is. */
@Component({
  selector: 'praan-alert-count',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (count(); as words) {
        <span class="count" aria-hidden="true">{{ words }}</span>
        <span class="unseen">{{ t(single() ? 'inbox.count_one' : 'inbox.count', { count: words }) }}</span>
      }
    </ng-container>
  `,
  host: { '[class.urgent]': 'urgent()' },
  styles: `
    .count {
      display: grid;
      place-items: center;
      min-width: 1.375rem;
      height: 1.375rem;
      padding-inline: 0.3rem;
      border-radius: 999px;
      background: var(--marigold-wash);
      color: var(--on-marigold-wash);
      box-shadow: 0 0 0 1.5px currentcolor;
      font: 700 0.8125rem / 1 var(--font-body);
      font-variant-numeric: tabular-nums;
    }
    :host(.urgent) .count {
      background: var(--rose);
      color: var(--on-rose);
      box-shadow: none;
    }
    @media (forced-colors: active) {
      .count {
        border: 1px solid;
      }
    }
  `,
})
export class AlertCount {
  private readonly alerts = inject(Alerts);
  private readonly preferences = inject(Preferences);

  protected readonly single = computed(() => this.alerts.open().length === 1);
  protected readonly urgent = computed(() =>
    this.alerts.open().some(({ severity }) => severity === 'URGENT'),
  );
  protected readonly count = computed(() => {
    const count = this.alerts.open().length;
    return count ? new Figures(this.preferences.language()).number(count) : '';
  });
}
