import { computed, DestroyRef, effect, inject, Injectable, linkedSignal } from '@angular/core';

import { Api } from '../api/api';
import { acknowledgeAlert, listAlerts, snoozeAlert } from '../api/functions';
import { AlertOut } from '../api/models';
import { Live } from './live';
import { look } from './look';
import { pacing } from './pace';
import { Session } from './session';

const RUNNING = 'open,acknowledged,snoozed';
const PAGE = 100;
/** So long after the end of its rest an alert is asked for. */
const MARGIN_MS = 500;
/** The server's clock counts, not this one: one that is slow must not keep an alert away for long. */
const LONGEST_MS = 5 * 60_000;
/** How often is asked for a rest that this clock takes for over and the server does not. */
const AGAIN_MS = 15_000;

/** The alerts that are not over, of everybody whose readings one may see: asked for anew whenever one changes. */
@Injectable({ providedIn: 'root' })
export class Alerts {
  private readonly api = inject(Api);
  private readonly person = computedId(inject(Session));
  private readonly looked = look(
    () => this.person(),
    () => this.fetch(),
  );
  // One call each: more often than a page of several cards may look, since somebody waits for help.
  private readonly pace = pacing(() => this.looked.again(), 20, 3_000);

  /** What was done here so far: an answer that was asked for before it knows nothing of it. */
  private deeds = 0;
  /** By how much the server's clock is ahead of this one, as far as a rest that began here has shown (ms). */
  private skew = 0;

  private readonly known = linkedSignal(() => this.looked.value());
  /** The most pressing first: urgent before the rest, of equals the latest. Undefined while nothing is known. */
  readonly running = computed(() => {
    const known = this.known();
    return known && [...known].sort(byUrgency);
  });
  readonly open = computed(() => this.running()?.filter(isOpen) ?? []);
  /** Why the last look failed; what was known stays. */
  readonly failure = this.looked.failure;
  /** When what is known was told (ms). */
  readonly at = this.looked.at;

  constructor() {
    const heard = inject(Live).messages.subscribe(({ type }) => {
      if (type === 'resync' || type.startsWith('alert.')) this.pace.ask();
    });
    inject(DestroyRef).onDestroy(() => heard.unsubscribe());
    effect((onCleanup) => {
      // A look that failed has told nothing: the rest is asked for again.
      this.looked.failure();
      const ends = (this.known() ?? []).flatMap(({ status, snoozed_until }) =>
        status === 'SNOOZED' && snoozed_until ? [Date.parse(snoozed_until)] : [],
      );
      if (!ends.length) return;
      const left = Math.min(...ends) - Date.now() - this.skew;
      const wait = left < 0 ? AGAIN_MS : Math.min(left + MARGIN_MS, LONGEST_MS);
      const timer = setTimeout(() => this.pace.ask(), wait);
      onCleanup(() => clearTimeout(timer));
    });
  }

  /** Looks again, soon. */
  again(): void {
    this.pace.ask();
  }

  /** Says that the signed-in person has seen to it. */
  async acknowledge(alertId: number, note?: string): Promise<void> {
    this.keep(await this.api.invoke(acknowledgeAlert, { alert_id: alertId, body: { note: note ?? null } }));
  }

  /** Lets it rest for some minutes. */
  async snooze(alertId: number, minutes: 30 | 60 | 120): Promise<void> {
    const alert = await this.api.invoke(snoozeAlert, { alert_id: alertId, body: { minutes } });
    if (alert.snoozed_until) this.skew = Date.parse(alert.snoozed_until) - minutes * 60_000 - Date.now();
    this.keep(alert);
  }

  private keep(alert: AlertOut): void {
    this.deeds++;
    this.known.update((all) => all?.map((each) => (each.id === alert.id ? alert : each)));
  }

  private async fetch(): Promise<AlertOut[]> {
    for (;;) {
      const { deeds } = this;
      const found = await this.fetchPages();
      if (deeds === this.deeds) return found;
    }
  }

  private async fetchPages(): Promise<AlertOut[]> {
    const found: AlertOut[] = [];
    let cursor: string | undefined;
    do {
      const { data, pagination } = await this.api.invoke(listAlerts, {
        status: RUNNING,
        limit: PAGE,
        cursor,
      });
      found.push(...data);
      cursor = pagination.next_cursor ?? undefined;
    } while (cursor);
    return found;
  }
}

export function isOpen({ status }: Pick<AlertOut, 'status'>): boolean {
  return status === 'OPEN';
}

/** The most pressing first. */
export function byUrgency(one: AlertOut, other: AlertOut): number {
  const urgent = ({ severity }: AlertOut) => (severity === 'URGENT' ? 0 : 1);
  return urgent(one) - urgent(other) || Date.parse(other.opened_at) - Date.parse(one.opened_at);
}

/** Who is signed in, as one thing for each person, however often what is known of them changes. */
function computedId({ user }: Session): () => { id: number } | undefined {
  const id = computed(() => user()?.id);
  return computed(() => {
    const known = id();
    return known === undefined ? undefined : { id: known };
  });
}
