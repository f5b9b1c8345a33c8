import { HttpBackend, HttpClient, HttpErrorResponse } from '@angular/common/http';
import { computed, DestroyRef, DOCUMENT, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { firstValueFrom, fromEvent, Subject, timeout } from 'rxjs';

import { addTicket } from '../api/functions';
import { Ticket } from '../api/models';
import { Session } from './session';

/** Something changed for a member; what it is, the API tells. `resync`: anything may have changed. */
export interface LiveMessage {
  seq: number;
  type: string;
  member_id: number | null;
  id: number | null;
  at: string;
}

export type LiveState = 'live' | 'reconnecting' | 'offline';

const LOOK_AGAIN_MS = 15_000;
const PING_MS = 25_000;
const PATIENCE_MS = 5_000;
const LONGEST_WAIT_MS = 30_000;
/** The server has closed this socket for newer ones of the same person: it must not push them out in turn. */
const REPLACED = 4029;

/** Hears from the server what changes, as long as somebody is signed in. While it cannot, pages look by themselves. */
@Injectable({ providedIn: 'root' })
export class Live {
  private readonly session = inject(Session);
  private readonly page = inject(DOCUMENT);
  // Past the interceptors: a background call must not ask anybody for a password.
  private readonly http = new HttpClient(inject(HttpBackend));

  private readonly person = computed(() => this.session.user()?.id);
  private readonly connected = signal(false);
  private readonly online = signal(navigator.onLine);
  private readonly heard = new Subject<LiveMessage>();

  readonly state = computed<LiveState>(() => {
    if (!this.online()) return 'offline';
    return this.connected() ? 'live' : 'reconnecting';
  });
  readonly messages = this.heard.asObservable();

  private socket: WebSocket | null = null;
  /** The last number that is known here; 0 makes the server say "resync". */
  private since = 0;
  private failures = 0;
  private lapsed = false;
  /** Counts the attempts: what belongs to an earlier one comes too late. */
  private attempt = 0;
  private retry?: ReturnType<typeof setTimeout>;
  private silence?: ReturnType<typeof setTimeout>;

  constructor() {
    effect(() => {
      const person = this.person();
      untracked(() => {
        this.close();
        this.since = this.session.since;
        if (person !== undefined) this.now();
      });
    });
    const view = this.page.defaultView;
    if (view) {
      fromEvent(view, 'online').subscribe(() => {
        this.online.set(true);
        this.now();
      });
      fromEvent(view, 'offline').subscribe(() => {
        this.online.set(false);
        this.forget();
        this.close();
      });
    }
    fromEvent(this.page, 'visibilitychange').subscribe(() => {
      if (this.page.visibilityState === 'visible') this.wake();
    });
    const beats = [
      setInterval(() => this.lookAgain(), LOOK_AGAIN_MS),
      setInterval(() => this.ping(), PING_MS),
    ];
    inject(DestroyRef).onDestroy(() => {
      beats.forEach(clearInterval);
      this.close();
    });
  }

  /** Calls `run` whenever something of the member may have changed. Without `destroyRef`, call it where `inject` works. */
  on(memberId: number, run: (message: LiveMessage) => void, destroyRef = inject(DestroyRef)): void {
    const listening = this.messages.subscribe((message) => {
      if (message.type === 'resync' || message.member_id === memberId) run(message);
    });
    destroyRef.onDestroy(() => listening.unsubscribe());
  }

  /** Tries at once, whatever the last failure was. */
  private now(): void {
    this.failures = 0;
    void this.connect();
  }

  private async connect(): Promise<void> {
    this.close();
    const attempt = this.attempt;
    if (this.person() === undefined || !this.online()) return;
    try {
      const { ticket } = await firstValueFrom(
        this.http
          .post<Ticket>(addTicket.PATH, null, { headers: { 'X-Praan-CSRF': '1' } })
          .pipe(timeout(2 * PATIENCE_MS)),
      );
      if (attempt !== this.attempt) return;
      this.lapsed = false;
      this.listen(ticket);
    } catch (error) {
      if (attempt !== this.attempt) return;
      this.lapsed = error instanceof HttpErrorResponse && error.status === 401;
      this.later();
    }
  }

  private listen(ticket: string): void {
    const address = new URL('/api/v1/live', this.page.location.href);
    address.protocol = address.protocol.replace('http', 'ws');
    address.search = new URLSearchParams({ ticket, since: String(this.since) }).toString();
    const socket = (this.socket = new WebSocket(address));
    this.expectAnswer();
    socket.onopen = () => {
      if (socket !== this.socket) return;
      clearTimeout(this.silence);
      this.failures = 0;
      this.connected.set(true);
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      if (socket !== this.socket) return;
      clearTimeout(this.silence);
      const message = JSON.parse(data) as LiveMessage | { type: 'pong' };
      if (!('seq' in message)) return;
      this.since = message.seq;
      this.heard.next(message);
    };
    socket.onclose = ({ code }) => {
      if (socket !== this.socket) return;
      this.close();
      // Replaced, it waits until somebody looks at this page again.
      if (code !== REPLACED) this.later();
    };
  }

  /** Waits longer after each failure, and never as long as all the others. */
  private later(): void {
    const longest = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** this.failures++);
    this.retry = setTimeout(() => void this.connect(), longest * (0.3 + 0.7 * Math.random()));
  }

  private close(): void {
    this.attempt++;
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    const socket = this.socket;
    this.socket = null;
    this.connected.set(false);
    socket?.close();
  }

  /** Somebody looks at the page again: a device that slept may hold a connection that is none any more. */
  private wake(): void {
    if (this.connected()) this.ping();
    else if (this.socket === null) this.now();
  }

  private ping(): void {
    if (!this.connected()) return;
    this.socket?.send('ping');
    this.expectAnswer();
  }

  private expectAnswer(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.close();
      this.later();
    }, PATIENCE_MS);
  }

  /** What pages ask for without a connection may fail, and no replay would have them ask again: a resync does. */
  private forget(): void {
    this.since = 0;
  }

  private lookAgain(): void {
    const away = this.person() !== undefined && !this.connected() && this.online() && !this.lapsed;
    if (!away || this.page.visibilityState !== 'visible') return;
    this.forget();
    this.heard.next({
      seq: this.since,
      type: 'resync',
      member_id: null,
      id: null,
      at: new Date().toISOString(),
    });
  }
}
