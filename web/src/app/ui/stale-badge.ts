import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from './icon';

/** Says that what is shown is not of this moment, and of which it is. */
@Component({
  selector: 'praan-stale-badge',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <praan-icon name="clock" />
      <span>{{ t('state.as_of', { time: time() }) }}</span>
    </ng-container>
  `,
  host: { role: 'status' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: var(--space-2);
      padding: var(--space-1) var(--space-3);
      border: 1px solid var(--line);
      border-radius: 999px;
      background: var(--paper-sunken);
      color: var(--ink-soft);
      font-size: var(--text-s);
      font-weight: 550;
    }
  `,
})
export class StaleBadge {
  /** The time of what is shown, as the language writes it. */
  readonly time = input.required<string>();
}
