import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import {
  copyLog,
  deleteLog,
  readLog,
  readPhoto,
  readProgram,
  restoreLog,
  retryLog,
  reviseLog,
  verifyLog,
} from '../api/functions';
import { Item, LogOut, LogPatch, PhotoUrl } from '../api/models';
import { Family } from '../core/family';
import { Place } from '../core/place';
import { Programs } from '../core/programs';

const LONGEST_CHAIN = 30;

/** A log with where it belongs. */
export interface Kept extends Place {
  log: LogOut;
}

/** All that can be done with one log. */
@Injectable({ providedIn: 'root' })
export class LogKeeper {
  private readonly api = inject(Api);
  private readonly family = inject(Family);
  private readonly programs = inject(Programs);

  /** The log, its member and its program; undefined = the member is not in the caller's list. */
  async find(logId: number): Promise<Kept | undefined> {
    const [log, members] = await Promise.all([this.read(logId), this.family.load()]);
    const member = members.find((each) => each.id === log.member_id);
    if (!member) return undefined;
    return { log, member, program: await this.api.invoke(readProgram, { program_id: log.program_id }) };
  }

  read(logId: number): Promise<LogOut> {
    return this.api.invoke(readLog, { log_id: logId });
  }

  /** All that the log said before, the latest first. */
  async earlier(log: LogOut): Promise<LogOut[]> {
    const found: LogOut[] = [];
    let before = log.supersedes;
    while (before !== null && found.length < LONGEST_CHAIN) {
      const revision = await this.read(before);
      found.push(revision);
      before = revision.supersedes;
    }
    return found;
  }

  /** The id of what the log says now. */
  async newest(log: LogOut): Promise<number> {
    let newest = log;
    for (let step = 0; newest.superseded_by !== null && step < LONGEST_CHAIN; step++) {
      newest = await this.read(newest.superseded_by);
    }
    return newest.id;
  }

  /** A link to the photo, good for five minutes. */
  photo(logId: number): Promise<PhotoUrl> {
    return this.api.invoke(readPhoto, { log_id: logId });
  }

  confirm(logId: number, items?: Item[]): Promise<LogOut> {
    return this.api.invoke(verifyLog, { log_id: logId, body: items ? { items } : {} });
  }

  revise(logId: number, change: LogPatch): Promise<LogOut> {
    return this.api.invoke(reviseLog, { log_id: logId, body: change });
  }

  async retry(logId: number): Promise<void> {
    await this.api.invoke(retryLog, { log_id: logId });
  }

  async remove(logId: number): Promise<void> {
    await this.api.invoke(deleteLog, { log_id: logId });
  }

  restore(logId: number): Promise<LogOut> {
    return this.api.invoke(restoreLog, { log_id: logId });
  }

  /** Copies the log to a member's running program; undefined = there is none. `key` makes it happen once. */
  async copy(logId: number, memberId: number, key: string): Promise<LogOut | undefined> {
    const program = await this.programs.running(memberId);
    if (!program) return undefined;
    return this.api.invoke(copyLog, {
      log_id: logId,
      'Idempotency-Key': key,
      body: { program_id: program.id },
    });
  }
}

/** Whether a fresh look at a log tells nothing new; the links to its pictures are new each time. */
export function sameLog(one: LogOut | undefined, other: LogOut | undefined): boolean {
  const content = (log: LogOut | undefined) => log && JSON.stringify({ ...log, photo: log.photo !== null });
  return content(one) === content(other);
}
