import { signal } from '@angular/core';

import { LogOut } from '../api/models';
import { dateFormat } from '../core/formats';

/** Cards are drawn and put away in pieces of this size: divisible by each number of photos in a row. */
const PIECE = 12;

/** Some logs of one day that follow each other; the least that is drawn or put away. */
export class Piece {
  readonly logs = signal<readonly LogOut[]>([]);
  /** Whether it is drawn, being near what is looked at. */
  readonly near = signal(false);
  /** How high it was when it was put away. */
  readonly height = signal<number | undefined>(undefined);

  constructor(
    readonly key: string,
    readonly day: string,
    readonly page: number,
  ) {}
}

/** What one question to the server brought: `cursor` is where it begins, `next` where the next one does. */
export interface Page {
  serial: number;
  cursor: string | null;
  next: string | null;
  logs: readonly LogOut[];
  pieces: readonly Piece[];
  readAt: number;
  /** Something may have changed since it was read. */
  stale: boolean;
}

export interface Section {
  day: string;
  pieces: readonly Piece[];
}

type Place = Pick<LogOut, 'timestamp' | 'id'>;

/** Whether one log comes above the other. The server writes all times in one form, which sorts as text. */
export function isNewer(left: Place, right: Place): boolean {
  return left.timestamp === right.timestamp ? left.id > right.id : left.timestamp > right.timestamp;
}

/** A clock that tells quickly which of the member's days an instant is of. */
export function dayTeller(timeZone: string): (instant: string) => string {
  const format = dateFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return (instant) => format.format(new Date(instant));
}

/** Cuts logs into pieces; those that were there before keep what is known of them. */
export function cut(
  serial: number,
  logs: readonly LogOut[],
  dayOf: (instant: string) => string,
  before: readonly Piece[] = [],
): Piece[] {
  const known = new Map(before.map((piece) => [piece.key, piece]));
  const runs: { day: string; logs: LogOut[] }[] = [];
  for (const log of logs) {
    const day = dayOf(log.timestamp);
    const run = runs.at(-1);
    if (run?.day === day && run.logs.length < PIECE) run.logs.push(log);
    else runs.push({ day, logs: [log] });
  }
  const seen = new Map<string, number>();
  return runs.map((run) => {
    const place = seen.get(run.day) ?? 0;
    seen.set(run.day, place + 1);
    const key = `${serial}/${run.day}/${place}`;
    const piece = known.get(key) ?? new Piece(key, run.day, serial);
    if (piece.logs().length !== run.logs.length) piece.height.set(undefined);
    piece.logs.set(run.logs);
    return piece;
  });
}

/** The pieces of all pages under their days. */
export function sectionsOf(pages: readonly Page[]): Section[] {
  const sections: { day: string; pieces: Piece[] }[] = [];
  for (const piece of pages.flatMap((page) => page.pieces)) {
    const last = sections.at(-1);
    if (last?.day === piece.day) last.pieces.push(piece);
    else sections.push({ day: piece.day, pieces: [piece] });
  }
  return sections;
}

export interface Answer {
  logs: readonly LogOut[];
  next: string | null;
}

export interface Merged extends Answer {
  /** Logs above all that were known. */
  fresh: readonly LogOut[];
  /** Between `fresh` and what was known there are more than the answer held. */
  gap: boolean;
}

/**
 * A page that was read again: what is gone goes, what is new within it comes, and what lies beyond its end
 * belongs to the next page. `last` = no page follows.
 */
export function merge(old: Answer, read: Answer, last: boolean): Merged {
  const [top, end] = [old.logs[0], old.logs.at(-1)];
  if (!top || !end) return { ...read, fresh: [], gap: false };
  const fresh = read.logs.filter((log) => isNewer(log, top));
  const lowest = read.logs.at(-1);
  const known = read.logs.slice(fresh.length);
  const gap = read.next !== null && fresh.length === read.logs.length;
  if (gap) return { ...old, fresh, gap };
  const complete = read.next === null || (lowest !== undefined && !isNewer(lowest, end));
  if (complete && last) return { logs: known, next: read.next, fresh, gap: false };
  const within = known.filter((log) => !isNewer(end, log));
  if (complete) return { logs: within, next: old.next, fresh, gap: false };
  const rest = old.logs.filter((log) => lowest && isNewer(lowest, log));
  return { logs: [...within, ...rest], next: old.next, fresh, gap: false };
}
