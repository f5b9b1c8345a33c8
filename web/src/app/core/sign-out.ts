import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';

import { Farewell } from './outgoing-farewell';
import { Session } from './session';
import { Toasts } from './toasts';
import { Unsaved } from './unsaved';

/** The way out, also without a network: asks when something typed or not sent yet would be lost, and shows the front door. */
@Injectable({ providedIn: 'root' })
export class SignOut {
  private readonly session = inject(Session);
  private readonly unsaved = inject(Unsaved);
  private readonly farewell = inject(Farewell);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);

  async leave(): Promise<void> {
    if (!(await this.unsaved.mayLeave()) || !(await this.farewell.mayLeave())) return;
    const ended = await this.session.signOut();
    if (!ended) this.toasts.show('sign_in.ends_later');
    await this.router.navigate(['/welcome']);
  }
}
