import { inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { askVerification } from '../api/functions';
import { explain, Failure } from './problem';

/** Asks for another letter to confirm the person's address, and knows how that went. */
@Injectable({ providedIn: 'root' })
export class Address {
  private readonly api = inject(Api);

  readonly busy = signal(false);
  readonly sent = signal(false);
  readonly failure = signal<Failure | null>(null);

  async send(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.api.invoke(askVerification);
      this.sent.set(true);
    } catch (error) {
      this.failure.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }
}
