import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { LogOut } from '../api/models';
import { Icon, IconName } from '../ui/icon';

type Severity = NonNullable<LogOut['severity']>;

const ICONS: Record<Severity, IconName> = { NORMAL: 'check', INFO: 'eye', WARN: 'alert', URGENT: 'alert' };

/** What a reading means: a sign and its word, never colour alone. */
@Component({
  selector: 'praan-reading-mark',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <praan-icon [name]="icon()" />
      <span>
        @if (severity() === 'URGENT') {
          {{ t('vitals.urgent') }}
        }
        {{ t('vitals.band.' + band()) }}
      </span>
    </ng-container>
  `,
  host: { '[class]': 'severity()' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      justify-self: start;
      gap: var(--space-2);
      padding: var(--space-1) var(--space-3);
      border-radius: 999px;
      background: var(--leaf-wash);
      color: var(--on-leaf-wash);
      font-size: var(--text-s);
      font-weight: 600;
    }
    :host(.INFO) {
      background: var(--peacock-wash);
      color: var(--on-peacock-wash);
    }
    :host(.WARN) {
      background: var(--marigold-wash);
      color: var(--on-marigold-wash);
    }
    :host(.URGENT) {
      background: var(--rose-wash);
      color: var(--on-rose-wash);
    }
  `,
})
export class ReadingMark {
  readonly severity = input.required<Severity>();
  readonly band = input.required<string>();
  protected readonly icon = computed(() => ICONS[this.severity()]);
}
