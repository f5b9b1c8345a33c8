import { Component, computed, inject } from '@angular/core';

import { StaleBadge } from '../ui/stale-badge';
import { Figures } from './figures';
import { Preferences } from './preferences';
import { Remembered } from './remembered';

/** Says of which moment the page is, while the server cannot be reached. */
@Component({
  selector: 'praan-as-of',
  imports: [StaleBadge],
  template: `
    @if (time(); as words) {
      <praan-stale-badge [time]="words" />
    }
  `,
  styles: `
    :host:empty {
      display: none;
    }
  `,
})
export class AsOf {
  private readonly remembered = inject(Remembered);
  private readonly preferences = inject(Preferences);

  /** By the clock of who looks. */
  protected readonly time = computed(() => {
    const since = this.remembered.since();
    return since ? new Figures(this.preferences.language()).asOf(since) : undefined;
  });
}
