import { Component, computed, input } from '@angular/core';

import { Icon, IconName } from './icon';

/** A sentence about something that went wrong or is worth knowing; a failure is read out at once. */
@Component({
  selector: 'praan-notice',
  imports: [Icon],
  template: `
    <praan-icon [name]="icon()" />
    <div class="words"><ng-content /></div>
  `,
  host: { '[attr.role]': "kind() === 'failure' ? 'alert' : 'status'", '[class]': 'kind()' },
  styles: `
    :host {
      display: flex;
      gap: var(--space-3);
      padding: var(--space-3) var(--space-4);
      border-radius: var(--round-m);
      background: var(--peacock-wash);
      color: var(--on-peacock-wash);
    }
    :host(.failure) {
      background: var(--rose-wash);
      color: var(--on-rose-wash);
    }
    .words {
      min-width: 0;
    }
    praan-icon {
      margin-top: 0.15em;
    }
  `,
})
export class Notice {
  readonly kind = input<'failure' | 'hint'>('failure');
  protected readonly icon = computed<IconName>(() => (this.kind() === 'failure' ? 'alert' : 'check'));
}
