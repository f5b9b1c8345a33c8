import { inject, Injectable } from '@angular/core';

import { Dialogs } from './dialogs';

/** Keys of the language files. */
export interface AskedQuestion {
  title: string;
  text: string;
  /** The answer that goes on. */
  yes: string;
  /** The answer that leaves everything as it is; it has the focus, and Escape means it. */
  no: string;
  params?: Record<string, unknown>;
}

@Injectable({ providedIn: 'root' })
export class Ask {
  private readonly dialogs = inject(Dialogs);

  question(asked: AskedQuestion): Promise<boolean> {
    return this.dialogs.open(() => import('./question').then((file) => file.Question), { ...asked });
  }
}
