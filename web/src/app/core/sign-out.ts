import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';

import { Farewell } from './outgoing-farewell';
import { explain } from './problem';
import { Session } from './session';
import { Toasts } from './toasts';
import { Unsaved } from './unsaved';

/** The way out: asks when something typed or not sent yet would be lost, ends the session, and shows the front door. */
@Injectable({ providedIn: 'root' })
export class SignOut {
  private readonly session = inject(Session);
  private readonly unsaved = inject(Unsaved);
  private readonly farewell = inject(Farewell);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);

  async leave(): Promise<void> {
    if (!(await this.unsaved.mayLeave()) || !(await this.farewell.mayLeave())) return;
    try {
      await this.session.signOut();
    } catch (error) {
      const failure = explain(error);
      this.toasts.show(`failure.${failure.cause}`, { wait: failure.wait ?? 60 });
      return;
    }
    await this.router.navigate(['/welcome']);
  }
}
