import { Component, computed, inject } from '@angular/core';

import { StaleBadge } from '../ui/stale-badge';
import { localeOf } from './figures';
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

  /** With the day when it was not today, by the clock of who looks. */
  protected readonly time = computed(() => {
    const since = this.remembered.since();
    if (!since) return undefined;
    const today = since.toDateString() === new Date().toDateString();
    return new Intl.DateTimeFormat(localeOf(this.preferences.language()), {
      timeStyle: 'short',
      ...(!today && { dateStyle: 'medium' }),
    }).format(since);
  });
}
