import { computed, inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { endSession, me, register, startSession } from '../api/functions';
import { Credentials, Registration, User } from '../api/models';
import { Family } from './family';
import { explain } from './problem';
import { Vault } from './vault';

/** Who is signed in. The session itself is a cookie that no script can read. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly family = inject(Family);
  private readonly vault = inject(Vault);
  private readonly known = signal<User | null>(null);

  readonly user = this.known.asReadonly();
  readonly signedIn = computed(() => this.known() !== null);

  /** Asks the server once who this is. Rejects with its 401 when nobody is signed in. */
  async recall(): Promise<User> {
    return this.known() ?? this.remember(await this.api.invoke(me));
  }

  async signIn(credentials: Credentials): Promise<User> {
    const { user } = await this.api.invoke(startSession, { body: credentials });
    this.family.forget();
    return this.remember(user);
  }

  /** Creates the account and signs it in. */
  async register(registration: Registration): Promise<User> {
    await this.api.invoke(register, { body: registration });
    return this.signIn({ email: registration.email, password: registration.password });
  }

  /** Ends the session, and destroys what this device keeps for the person, sent or not. */
  async signOut(): Promise<void> {
    const owner = this.known()?.id ?? (await this.vault.resident());
    try {
      await this.api.invoke(endSession);
    } catch (error) {
      // It had ended already: what the person wants is done.
      if (explain(error).cause !== 'signed_out') throw error;
    }
    this.drop();
    if (owner !== undefined) await this.vault.destroy(owner);
  }

  /** The session ended by itself. What waits to be sent stays, sealed, until the same person comes back. */
  forget(): void {
    this.drop();
    void this.vault.leave();
  }

  private drop(): void {
    this.known.set(null);
    this.family.forget();
  }

  private remember(user: User): User {
    this.known.set(user);
    void this.vault.settle(user.id);
    return user;
  }
}
