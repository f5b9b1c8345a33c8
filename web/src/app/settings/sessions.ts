import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { endOtherSession, listSessions } from '../api/functions';
import { SessionOut } from '../api/models';
import { ago } from '../core/ago';
import { localeOf } from '../core/figures';
import { PartFailure } from '../core/part-failure';
import { Preferences } from '../core/preferences';
import { explain, failureOf, inWords } from '../core/problem';
import { Toasts } from '../core/toasts';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { deviceOf } from './device';

/** Where the person is signed in, and the way to end it anywhere but here. */
@Component({
  selector: 'praan-sessions',
  imports: [Icon, MatButton, PartFailure, Skeleton, TranslocoDirective],
  templateUrl: './sessions.html',
  styleUrl: './sessions.scss',
})
export class Sessions {
  private readonly api = inject(Api);
  private readonly toasts = inject(Toasts);
  private readonly preferences = inject(Preferences);

  protected readonly sessions = resource({ loader: () => this.fetch() });
  protected readonly failure = computed(() => failureOf(this.sessions.error()));
  /** The session that is being ended. */
  protected readonly ending = signal<number | null>(null);

  protected readonly lines = computed(() => {
    if (!this.sessions.hasValue()) return undefined;
    const locale = localeOf(this.preferences.language());
    return this.sessions.value().map((each) => ({
      session: each,
      device: deviceOf(each.device),
      seen: ago(each.last_seen_at, new Date(), locale),
    }));
  });

  protected async end(session: SessionOut, device: string): Promise<void> {
    if (this.ending() !== null) return;
    this.ending.set(session.id);
    try {
      await this.api.invoke(endOtherSession, { session_id: session.id });
      this.sessions.update((all) => all?.filter((each) => each.id !== session.id));
      this.toasts.show('settings.ended', { device });
    } catch (error) {
      const failure = explain(error);
      this.toasts.show(...inWords(failure));
      if (failure.cause === 'forbidden') this.sessions.reload();
    } finally {
      this.ending.set(null);
    }
  }

  /** This device first, then the rest, latest use first. */
  private async fetch(): Promise<SessionOut[]> {
    const { data } = await this.api.invoke(listSessions, { limit: 100 });
    const rank = (each: SessionOut) => (each.current ? Infinity : Date.parse(each.last_seen_at));
    return data.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
  }
}
