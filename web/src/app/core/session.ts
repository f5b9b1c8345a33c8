import { HttpClient, HttpContext, HttpContextToken } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { firstValueFrom } from 'rxjs';

import { Api } from '../api/api';
import { changeMe, me, register, startSession } from '../api/functions';
import { Credentials, ProfileIn, Registration, User } from '../api/models';
import { alone, SESSION_LOCK } from './alone';
import { Departure } from './departure';
import { Family } from './family';
import { Preferences } from './preferences';
import { Vault } from './vault';

/** Marks a call that only wants to know whether anybody is signed in: its 401 is an answer. */
export const ONLY_ASKS = new HttpContextToken(() => false);

/** Who is signed in. The session itself is a cookie that no script can read. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);
  private readonly family = inject(Family);
  private readonly preferences = inject(Preferences);
  private readonly vault = inject(Vault);
  private readonly departure = inject(Departure);
  private readonly known = signal<User | null>(null);

  readonly user = this.known.asReadonly();
  readonly signedIn = computed(() => this.known() !== null);

  /**
   * Where the live news stood when the server said who this is: of what was asked for since then, the socket tells every
   * change. 0 where that is not known.
   */
  since = 0;

  private readonly replaced = signal(false);
  /** Somebody else has signed in on this device: nothing of the one who was known here may stay on the page. */
  readonly displaced = this.replaced.asReadonly();

  constructor() {
    // Signed out in another tab: this one must not show the family to whoever comes next.
    this.vault.left.pipe(takeUntilDestroyed()).subscribe((owner) => {
      if (owner === this.known()?.id) this.drop();
    });
    this.vault.arrived.pipe(takeUntilDestroyed()).subscribe((owner) => this.giveWay(owner));
  }

  /** Forgets the person known here where `resident` is somebody else; tells whether it is. */
  giveWay(resident: number | undefined): boolean {
    const known = this.known()?.id;
    if (known === undefined || resident === undefined || resident === known) return false;
    this.replaced.set(true);
    this.drop();
    return true;
  }

  /** Asks the server once who this is. Rejects with its 401 when nobody is signed in. */
  async recall(): Promise<User> {
    return this.known() ?? this.ask();
  }

  /** Asks the server who this is now; undefined when nobody is signed in. Leads nowhere. */
  async look(): Promise<User | undefined> {
    try {
      return await this.ask(new HttpContext().set(ONLY_ASKS, true));
    } catch {
      return undefined;
    }
  }

  async signIn(credentials: Credentials): Promise<User> {
    const user = await this.begin(credentials);
    this.family.forget();
    return this.remember(user);
  }

  /** The same person, in the middle of work: all that is known of the family stays. */
  async signInAgain(password: string): Promise<void> {
    const email = this.known()?.email ?? '';
    this.remember(await this.begin({ email, password }));
  }

  /** Whether the person that is known here is signed in, perhaps by another tab. */
  async isBack(): Promise<boolean> {
    try {
      const user = await this.api.invoke(me, {}, new HttpContext().set(ONLY_ASKS, true));
      return user.id === this.known()?.id;
    } catch {
      return false;
    }
  }

  /** Changes the person's own name or language. */
  async change(profile: ProfileIn): Promise<void> {
    this.remember(await this.api.invoke(changeMe, { body: profile }));
  }

  /** Creates the account and signs it in. */
  async register(registration: Registration): Promise<User> {
    // The first letter goes out at once, in the language of the page.
    const body = { ...registration, language: this.preferences.language() };
    const { access_token } = await this.api.invoke(register, { body });
    const user = await this.signIn({ email: registration.email, password: registration.password });
    void this.settle(user, access_token).catch(() => undefined);
    return user;
  }

  /**
   * Destroys at once what this device keeps for the person, sent or not, and ends the session; tells whether the
   * server has heard of it. Where it cannot be reached that happens at the next contact.
   */
  async signOut(): Promise<boolean> {
    const owner = this.known()?.id ?? (await this.vault.resident());
    this.departure.note();
    this.drop();
    if (owner !== undefined) await this.vault.destroy(owner);
    return this.departure.finish();
  }

  /** The session ended by itself. What waits to be sent stays, sealed, until the same person comes back. */
  forget(): void {
    this.drop();
    void this.vault.leave();
  }

  /** The cookie changes hands while no tab writes anything in the name of who was here before. */
  private async begin(credentials: Credentials): Promise<User> {
    await this.departure.finish();
    return alone(SESSION_LOCK, async () => {
      const { user } = await this.api.invoke(startSession, { body: credentials });
      // The new cookie has taken the place of one that could not be taken back.
      this.departure.over();
      await this.vault.settle(user.id);
      return user;
    });
  }

  /** Letters come in the language of the page; the tokens that nobody here will use are given back. */
  private async settle(user: User, unused: string): Promise<void> {
    const language = this.preferences.language();
    if (user.language !== language) await this.change({ language });
    const headers = { Authorization: `Bearer ${unused}` };
    const context = new HttpContext().set(ONLY_ASKS, true);
    await firstValueFrom(this.http.post('/api/v1/auth/logout', null, { headers, context }));
  }

  private async ask(context?: HttpContext): Promise<User> {
    const { body, headers } = await this.api.invoke$Response(me, {}, context);
    return this.remember(body, Number(headers.get('X-Praan-Since')) || 0);
  }

  private drop(): void {
    this.known.set(null);
    this.since = 0;
    this.family.forget();
  }

  private remember(user: User, since = 0): User {
    // An answer that was on its way while the person left.
    if (this.departure.pending) return user;
    if (this.known()?.id !== user.id) this.since = since;
    this.known.set(user);
    this.replaced.set(false);
    void this.vault.settle(user.id);
    return user;
  }
}
