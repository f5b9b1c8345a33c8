import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';

import { Dialogs } from './dialogs';
import { Session } from './session';
import { Unsaved } from './unsaved';

/** Asks for the password over the page when the session has ended in the middle of work. */
@Injectable({ providedIn: 'root' })
export class Again {
  private readonly dialogs = inject(Dialogs);
  private readonly session = inject(Session);
  private readonly unsaved = inject(Unsaved);
  private readonly router = inject(Router);
  private asking?: Promise<boolean>;

  /** How often the visitor has come back: a call sent before the last time may simply be sent anew. */
  times = 0;

  /** One dialog for all who ask at the same time. Resolves false when somebody else wants to sign in. */
  comesBack(): Promise<boolean> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<boolean> {
    const back = await this.dialogs.open<boolean>(() =>
      import('./again-dialog').then((file) => file.AgainDialog),
    );
    if (back) {
      this.times++;
      return true;
    }
    this.session.forget();
    this.unsaved.release();
    await this.router.navigate(['/welcome']);
    return false;
  }
}
