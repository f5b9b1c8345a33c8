import { inject, signal } from '@angular/core';

import { explain, inWords } from '../core/problem';
import { Toasts } from '../core/toasts';

/** One deed of a page at a time; why one failed becomes a toast. */
export class OneDeed {
  private readonly toasts = inject(Toasts);
  private readonly under = signal(false);
  readonly busy = this.under.asReadonly();

  async run(deed: () => Promise<void>): Promise<void> {
    if (this.under()) return;
    this.under.set(true);
    try {
      await deed();
    } catch (error) {
      this.toasts.show(...inWords(explain(error)));
    } finally {
      this.under.set(false);
    }
  }
}
