import {
  HttpBackend,
  HttpClient,
  HttpErrorResponse,
  HttpInterceptorFn,
  HttpRequest,
} from '@angular/common/http';
import { DestroyRef, inject, Injectable } from '@angular/core';
import { firstValueFrom, from, switchMap, throwError, timeout } from 'rxjs';

import { endSession } from '../api/functions';
import { alone, SESSION_LOCK } from './alone';
import { explain } from './problem';
import { Vault } from './vault';

const MARK = 'praan.signed-out';
const PATIENCE_MS = 5_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/**
 * Signing out where the server cannot be reached: the device has forgotten, but the session is a cookie that only
 * the server takes back. Until it has, this notes it, and nobody counts as signed in here whatever the cookie says.
 */
@Injectable({ providedIn: 'root' })
export class Departure {
  private readonly vault = inject(Vault);
  // Past the interceptors: the one of this file would wait for itself.
  private readonly http = new HttpClient(inject(HttpBackend));
  /** Where storage is refused (private windows, policies), for as long as the page lives. */
  private unwritten = false;
  /** Another session than the one the page came with: what the server has sent ahead beside it is no answer now. */
  private changed = false;
  private waits = 0;
  private timer?: ReturnType<typeof setTimeout>;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  /** Whether a session is still to be ended, by this tab or another. */
  get pending(): boolean {
    try {
      return this.unwritten || localStorage.getItem(MARK) !== null;
    } catch {
      return this.unwritten;
    }
  }

  note(): void {
    try {
      localStorage.setItem(MARK, 'yes');
    } catch {
      this.unwritten = true;
    }
  }

  /** The cookie of that session is gone. */
  over(): void {
    this.unwritten = false;
    this.changed = true;
    this.waits = 0;
    clearTimeout(this.timer);
    try {
      localStorage.removeItem(MARK);
    } catch {
      return;
    }
  }

  /** The call as it has to be sent: told to bring the cookie, it is none of those the server answered ahead. */
  anew(request: HttpRequest<unknown>): HttpRequest<unknown> {
    return this.changed ? request.clone({ withCredentials: true }) : request;
  }

  /** Ends the session if one is still to be ended; tells whether none is any more. If not, it tries again by itself. */
  async finish(): Promise<boolean> {
    if (!this.pending) return true;
    return alone(SESSION_LOCK, async () => {
      // Another tab may have been faster, and somebody may have signed in since.
      if (!this.pending) return true;
      try {
        const call = this.http.delete(endSession.PATH, { headers: { 'X-Praan-CSRF': '1' } });
        await firstValueFrom(call.pipe(timeout(PATIENCE_MS)));
      } catch (error) {
        // It had ended already: what the person wants is done.
        if (explain(error).cause !== 'signed_out') return this.later();
      }
      this.over();
      return true;
    });
  }

  /** Waits twice as long each time: a network that is back does not always carry at once. */
  private later(): false {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.waits++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.finish(), wait);
    return false;
  }

  /** At a start: the page may have been closed before the device had forgotten everything. */
  async resume(): Promise<void> {
    if (!this.pending) return;
    const owner = await this.vault.resident();
    if (owner !== undefined && this.pending) await this.vault.destroy(owner);
    await this.finish();
  }
}

/** At every start, and as soon as there is a network again, ends what is still to be ended. */
export function finishDepartures(): void {
  const departure = inject(Departure);
  void departure.resume();
  addEventListener('online', () => void departure.finish());
}

/** No call goes out in the name of a session that was left: it ends first, or nobody is signed in. */
export const departed: HttpInterceptorFn = (request, next) => {
  const departure = inject(Departure);
  const asks = request.url.startsWith('/api/') && !request.url.startsWith('/api/v1/auth/');
  if (!asks) return next(request);
  if (!departure.pending) return next(departure.anew(request));
  const nobody = new HttpErrorResponse({ status: 401, url: request.url });
  return from(departure.finish()).pipe(
    switchMap((ended) => (ended ? next(departure.anew(request)) : throwError(() => nobody))),
  );
};
