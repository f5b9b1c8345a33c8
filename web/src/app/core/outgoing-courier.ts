import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { catchError, firstValueFrom, Observable, throwError, timeout, TimeoutError } from 'rxjs';

import { Api } from '../api/api';
import { addLog, addUpload, readHistory } from '../api/functions';
import { LogAdded, LogOut, NutritionIn, PhotoUploadIn } from '../api/models';
import { StrictHttpResponse } from '../api/strict-http-response';
import { Held, logOf } from './outgoing-parcel';
import { NotTaken, Upload } from './outgoing-upload';
import { explain, Failure } from './problem';

const PATIENCE_MS = 30_000;
/** The server deletes a photo that nobody logged within an hour. */
const PHOTO_GOOD_MS = 50 * 60_000;
/** The server knows a parcel's key for a day. */
const KEY_GOOD_MS = 23 * 3_600_000;
const DAY_MS = 86_400_000;
const MOST_PAGES = 5;

/** How one attempt ended. `later`: nothing is wrong with the parcel, the way was closed. */
export type Outcome =
  | { kind: 'delivered'; logId: number; status: string }
  | { kind: 'later'; failure: Failure }
  | { kind: 'broken'; failure: Failure }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'gone' };

/** Notes what happened to the parcel before the next step is taken; false = the parcel was thrown away. */
export type Note = (change: Partial<Held>, keep?: boolean) => Promise<boolean>;

class Gone extends Error {}

/** Takes one parcel to the server: its photo first, then the log. May be repeated from any point. */
@Injectable({ providedIn: 'root' })
export class Courier {
  private readonly http = inject(HttpClient);
  private readonly api = inject(Api);
  private readonly upload = inject(Upload);

  async deliver(held: Held, note: Note): Promise<Outcome> {
    let parcel = held;
    const noted: Note = async (change, keep) => {
      parcel = { ...parcel, ...change };
      if (!(await note(change, keep))) throw new Gone();
      return true;
    };
    try {
      if (parcel.posted && Date.now() - parcel.posted > KEY_GOOD_MS) {
        const known = await this.find(parcel);
        if (known) return known;
      }
      if (parcel.photo && !this.lies(parcel)) await noted({ upload: await this.bring(parcel, noted) }, true);
      if (!parcel.posted) await noted({ posted: Date.now() }, true);
      await noted({ state: 'sending', progress: 1 });
      const { id, status } = await this.post(parcel);
      return { kind: 'delivered', logId: id, status };
    } catch (error) {
      return this.judge(parcel, error, note);
    }
  }

  /** Whether the photo lies where the log can name it; once posted, only the server knows. */
  private lies({ upload, posted }: Held): boolean {
    return upload !== undefined && (posted !== undefined || Date.now() - upload.at < PHOTO_GOOD_MS);
  }

  private post(parcel: Held): Promise<LogAdded> {
    // The page that wrote the draft has made the payload of its type.
    const body = logOf(parcel) as unknown as NutritionIn;
    return this.ask(addLog(this.http, this.api.rootUrl, { 'Idempotency-Key': parcel.id, body }));
  }

  /** Uploads the photo; a link that has expired meanwhile is asked for anew. */
  private async bring(parcel: Held, note: Note): Promise<{ key: string; at: number }> {
    const photo = parcel.photo ?? new Blob();
    const content_type = photo.type as PhotoUploadIn['content_type'];
    await note({ state: 'uploading', progress: 0 });
    const key = await this.upload.bring(
      photo,
      (facts) => {
        const body = { program_id: parcel.programId, content_type, ...facts };
        // A key of its own each time: the answer to a repeated one would be the old link.
        const params = { 'Idempotency-Key': crypto.randomUUID(), body };
        return this.ask(addUpload(this.http, this.api.rootUrl, params));
      },
      (progress) => {
        if (progress < 1) void note({ progress });
      },
    );
    return { key, at: Date.now() };
  }

  private async judge(parcel: Held, error: unknown, note: Note): Promise<Outcome> {
    if (error instanceof Gone) return { kind: 'gone' };
    if (error instanceof NotTaken)
      return { kind: 'refused', failure: { cause: 'invalid', fields: ['photo'] } };
    const failure = explain(error);
    const status = error instanceof HttpErrorResponse ? error.status : undefined;
    if (['offline', 'busy', 'too_many', 'signed_out'].includes(failure.cause))
      return { kind: 'later', failure };
    if (status === undefined || status >= 500) return { kind: 'broken', failure };
    if (!parcel.posted) return { kind: 'refused', failure };
    return this.look(parcel, status, failure, note);
  }

  /** The server refused what it may have already: the first answer was lost, and its key or photo is spent. */
  private async look(parcel: Held, status: number, failure: Failure, note: Note): Promise<Outcome> {
    const spentPhoto = status === 400 && failure.fields.includes('photo_key');
    if (!spentPhoto && status !== 409 && status !== 422) return { kind: 'refused', failure };
    try {
      const known = await this.find(parcel);
      if (known) return known;
    } catch (error) {
      return { kind: 'later', failure: explain(error) };
    }
    if (spentPhoto && parcel.photo) {
      const kept = await note({ upload: undefined, posted: undefined }, true);
      return kept ? { kind: 'broken', failure } : { kind: 'gone' };
    }
    // 409 is also said while the first request with this key still runs.
    return { kind: status === 409 ? 'broken' : 'refused', failure };
  }

  /** The log that an earlier attempt has made, if there is one. */
  private async find(parcel: Held): Promise<Outcome | undefined> {
    const at = Date.parse(parcel.timestamp);
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data, pagination }: { data: LogOut[]; pagination: { next_cursor: string | null } } =
        await this.ask(
          readHistory(this.http, this.api.rootUrl, {
            program_id: parcel.programId,
            // Days are the member's own: one on each side covers every time zone.
            from: day(at - DAY_MS),
            to: day(at + DAY_MS),
            log_type: parcel.logType,
            limit: 100,
            cursor,
          }),
        );
      const log = data.find((each) => Date.parse(each.timestamp) === at && alike(parcel, each));
      if (log) return { kind: 'delivered', logId: log.id, status: log.status };
      cursor = pagination.next_cursor;
      if (!cursor) return undefined;
    }
    return undefined;
  }

  private ask<T>(call: Observable<StrictHttpResponse<T>>): Promise<T> {
    return firstValueFrom(
      call.pipe(
        timeout(PATIENCE_MS),
        catchError((error: unknown) =>
          throwError(() => (error instanceof TimeoutError ? new HttpErrorResponse({ status: 0 }) : error)),
        ),
      ),
    ).then(({ body }) => body);
  }
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function alike({ payload, photo }: Held, log: LogOut): boolean {
  if (photo) return log.photo !== null || log.source === 'photo';
  return ['kind', 'meal', 'activity'].every(
    (each) => (payload[each] ?? null) === (log.payload[each] ?? null),
  );
}
