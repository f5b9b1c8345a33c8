import { inject, Injectable } from '@angular/core';

import { Ask } from './ask';
import { localeOf } from './figures';
import { Outgoing } from './outgoing';
import { Preferences } from './preferences';
import { numberFormat } from './formats';

/** Signing out destroys what has not been sent: whoever signs out hears of it first. */
@Injectable({ providedIn: 'root' })
export class Farewell {
  private readonly ask = inject(Ask);
  private readonly outgoing = inject(Outgoing);
  private readonly preferences = inject(Preferences);

  /** At once when nothing waits, else as the person answers. */
  async mayLeave(): Promise<boolean> {
    const count = this.outgoing.parcels().length;
    if (!count) return true;
    const locale = localeOf(this.preferences.language());
    return this.ask.question({
      title: 'outgoing.leave_title',
      text: `outgoing.leave_text.${new Intl.PluralRules(locale).select(count)}`,
      yes: 'outgoing.leave_yes',
      no: 'outgoing.leave_no',
      params: { count: numberFormat(locale).format(count) },
    });
  }
}
