import { HttpErrorResponse, HttpInterceptorFn, HttpResponse } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, NavigationStart, Router } from '@angular/router';
import { catchError, from, of, switchMap, tap, throwError } from 'rxjs';

import { User } from '../api/models';
import { ONLY_ASKS } from './session';
import { Vault } from './vault';

const MOST = 200;
const LONGEST_MS = 7 * 86_400_000;
/** So many new answers may lie there before old ones are looked for. */
const SWEEP_EVERY = 20;

const WHO = '/api/v1/me';
/** What a day and its forms need. Nothing of alerts: an old warning is worse than none. */
const WORTH = [
  /^\/api\/v1\/me$/,
  /^\/api\/v1\/members(\/\d+(\/programs|\/readings\/days)?)?(\?|$)/,
  /^\/api\/v1\/family\/overview(\?|$)/,
  /^\/api\/v1\/programs\/\d+(\/configs?|\/check-ins|\/nutrition|\/adherence(\/\w+)?)?(\?|$)/,
  /^\/api\/v1\/programs\/\d+\/history\?(?!.*\bcursor=)/,
  /^\/api\/v1\/foods(\?|$)/,
];
/** What changes from hour to hour, so that its age is worth telling; names and goals are not. */
const DATED =
  /^\/api\/v1\/(programs\/\d+\/(history|adherence|nutrition)|members\/\d+\/readings|family\/overview)/;
/** Scores of a range of days: a page may show several of them beside each other. */
const RANGE = /\/adherence$/;

interface Answer {
  at: number;
  body: unknown;
}

/** What a card shows from memory: the path that was asked, its days where it is a range, and of when it is. */
interface Shown {
  path: string;
  from: string;
  to: string;
  at: number;
  /** Counts upwards, so that what was shown before a page opened is told from what it shows. */
  serial: number;
}

/** The server's last answers, sealed on this device, to show while it cannot be reached. */
@Injectable({ providedIn: 'root' })
export class Remembered {
  private readonly vault = inject(Vault);
  private readonly shown = signal<readonly Shown[]>([]);
  private readonly times = new WeakMap<object, number>();
  private serial = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private added = 0;

  /** The time of the oldest entries and scores on the page that are not of now; null when all is fresh. */
  readonly since = computed(() => {
    const times = this.shown().map((each) => each.at);
    return times.length ? new Date(Math.min(...times)) : null;
  });

  constructor() {
    const router = inject(Router);
    let [before, page] = [0, ''];
    router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationStart) before = this.serial;
      if (!(event instanceof NavigationEnd)) return;
      const next = event.urlAfterRedirects.replace(/[?#].*$/, '');
      // The cards of the page that was left are not to be seen any more.
      if (next !== page) this.shown.update((all) => all.filter(({ serial }) => serial > before));
      page = next;
    });
  }

  /** When the server gave this answer, where that was not just now. */
  timeOf(body: object): number | undefined {
    return this.times.get(body);
  }

  /** Keeps an answer. Nobody waits for it, and nothing is said when the device has no room. */
  keep(url: string, body: unknown): void {
    if (DATED.test(url)) this.replace(url);
    this.inTurn(async () => {
      // Who has just signed in is not known here yet, except to the answer itself.
      const owner = url === WHO ? (body as User).id : await this.vault.resident();
      if (owner === undefined) return;
      const bytes = new TextEncoder().encode(JSON.stringify({ at: Date.now(), body } satisfies Answer));
      await this.vault.put(owner, [{ drawer: 'answer', id: await this.vault.name(owner, url), bytes }]);
      if (this.added++ % SWEEP_EVERY === 0) await this.sweep(owner);
    });
  }

  /** The last answer, if there is one that is not too old. */
  async recall(url: string): Promise<Answer | undefined> {
    await this.turn;
    const owner = await this.vault.resident();
    if (owner === undefined) return undefined;
    const bytes = await this.vault.get(owner, 'answer', await this.vault.name(owner, url));
    const answer = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Answer);
    if (!answer || Date.now() - answer.at > LONGEST_MS) return undefined;
    if (DATED.test(url)) this.replace(url, answer.at);
    if (typeof answer.body === 'object' && answer.body) this.times.set(answer.body, answer.at);
    return answer;
  }

  /** Forgets an answer that the server would not give any more. */
  drop(url: string): void {
    this.inTurn(async () => {
      const owner = await this.vault.resident();
      if (owner === undefined) return;
      await this.vault.remove(owner, [{ drawer: 'answer', id: await this.vault.name(owner, url) }]);
    });
  }

  /** Another answer takes the place of the card's last one: another day or choice of it, or days that hold its days. */
  private replace(url: string, at?: number): void {
    const { pathname: path, searchParams } = new URL(url, 'https://praan');
    const [from, to] = [searchParams.get('from') ?? '', searchParams.get('to') ?? ''];
    this.shown.update((all) => {
      const others = all.filter(
        (each) => each.path !== path || (RANGE.test(path) && (each.from < from || each.to > to)),
      );
      return at === undefined ? others : [...others, { path, from, to, at, serial: ++this.serial }];
    });
  }

  private async sweep(owner: number): Promise<void> {
    const kept = (await this.vault.list(owner, 'answer')).sort((a, b) => b.at - a.at);
    const old = kept.filter(({ at }, place) => place >= MOST || Date.now() - at > LONGEST_MS);
    await this.vault.remove(
      owner,
      old.map(({ id }) => ({ drawer: 'answer', id })),
    );
  }

  private inTurn(deed: () => Promise<void>): void {
    this.turn = this.turn.then(deed).catch(() => undefined);
  }
}

/** Answers reads from memory while the server cannot be reached; whatever the server says counts. */
export const remembering: HttpInterceptorFn = (request, next) => {
  const url = request.urlWithParams;
  // A call that only asks whether somebody is signed in wants the server's word, not an old one.
  if (request.method !== 'GET' || request.context.get(ONLY_ASKS) || !WORTH.some((each) => each.test(url)))
    return next(request);
  const remembered = inject(Remembered);
  return next(request).pipe(
    tap((event) => {
      if (event instanceof HttpResponse && event.ok) remembered.keep(url, event.body);
    }),
    catchError((error: unknown) => {
      const status = error instanceof HttpErrorResponse ? error.status : undefined;
      if (status === 401 || status === 403 || status === 404) remembered.drop(url);
      // 504 is what the service worker says for the network.
      if (status !== 0 && status !== 504) return throwError(() => error);
      return from(remembered.recall(url).catch(() => undefined)).pipe(
        switchMap((answer) =>
          answer ? of(new HttpResponse({ body: answer.body, status: 200, url })) : throwError(() => error),
        ),
      );
    }),
  );
};
