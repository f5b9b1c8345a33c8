import { computed, inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { listAlerts } from '../api/functions';
import { AlertOut } from '../api/models';
import { explain, Failure } from '../core/problem';

const PAGE = 10;

/** The alerts that are over, newest first, a page at a time; of one person where one is asked for. */
@Injectable()
export class PastAlerts {
  private readonly api = inject(Api);
  private readonly found = signal<readonly AlertOut[] | undefined>(undefined);
  private readonly next = signal<string | null>(null);
  private readonly trouble = signal<Failure | undefined>(undefined);
  private person?: number;
  /** The page that was asked for last: the first one without a cursor. */
  private cursor?: string;
  private turn = 0;

  /** Undefined while nothing is known. */
  readonly all = this.found.asReadonly();
  readonly failure = this.trouble.asReadonly();
  readonly more = computed(() => this.next() !== null);

  /** The first page, of everybody or of one person; of the same, what was there stays, and what follows it. */
  async look(person: number | undefined): Promise<void> {
    if (person !== this.person) {
      this.found.set(undefined);
      this.next.set(null);
    }
    this.person = person;
    await this.fetch();
  }

  /** The next page. */
  async lookOn(): Promise<void> {
    await this.fetch(this.next() ?? undefined);
  }

  /** The page that failed. */
  async again(): Promise<void> {
    await this.fetch(this.cursor);
  }

  private async fetch(cursor?: string): Promise<void> {
    const turn = ++this.turn;
    this.cursor = cursor;
    this.trouble.set(undefined);
    try {
      const { data, pagination } = await this.api.invoke(listAlerts, {
        status: 'cleared',
        member_id: this.person,
        limit: PAGE,
        cursor,
      });
      // An answer that comes after a later question is dropped.
      if (turn !== this.turn) return;
      const before = this.found() ?? [];
      if (cursor !== undefined) {
        this.found.set([...before, ...data]);
        this.next.set(pagination.next_cursor);
        return;
      }
      // What was shown beyond this page goes on after it, where the two meet.
      const last = data.at(-1)?.id;
      const beyond = before.slice(before.findIndex(({ id }) => id === last) + 1);
      const meets = beyond.length > 0 && beyond.length < before.length;
      this.found.set(meets ? [...data, ...beyond] : data);
      if (!meets) this.next.set(pagination.next_cursor);
    } catch (error) {
      if (turn === this.turn) this.trouble.set(explain(error));
    }
  }
}
