import { effect, inject, Injectable, untracked } from '@angular/core';

import { Api } from '../api/api';
import { readHistory, readRange } from '../api/functions';
import { Remembered } from '../core/remembered';
import { Session } from '../core/session';
import { DayScores } from './day-scores';
import { Feed } from './feed';
import { dayTeller } from './pages';
import { keyOf, Question } from './question';

const MOST = 4;

/**
 * The lists that were looked at last, in memory only: who comes back finds them as they were left. They go
 * with the session.
 */
@Injectable({ providedIn: 'root' })
export class KeptFeeds {
  private readonly api = inject(Api);
  private readonly remembered = inject(Remembered);
  private readonly feeds = new Map<string, Feed>();
  private readonly scores = new Map<number, DayScores>();

  constructor() {
    const { user } = inject(Session);
    let whose = untracked(user)?.id;
    effect(() => {
      const owner = user()?.id;
      if (owner !== whose) {
        this.feeds.clear();
        this.scores.clear();
      }
      whose = owner;
    });
  }

  /** The list that answers a question; of one that was left it is the same. */
  of(question: Question, timeZone: string): Feed {
    const key = `${timeZone} ${keyOf(question)}`;
    const feed = this.feeds.get(key) ?? this.make(question, timeZone);
    this.feeds.delete(key);
    this.feeds.set(key, feed);
    for (const oldest of [...this.feeds.keys()].slice(0, -MOST)) this.feeds.delete(oldest);
    return feed;
  }

  /** The scores of a program's days, as far as they were looked at. */
  scoresOf(programId: number): DayScores {
    const known = this.scores.get(programId);
    if (known) return known;
    const scores = new DayScores(
      async (from, to) => (await this.api.invoke(readRange, { program_id: programId, from, to })).days,
    );
    this.scores.set(programId, scores);
    return scores;
  }

  private make({ programId, type, from, to, photos }: Question, timeZone: string): Feed {
    return new Feed(async (cursor, limit) => {
      const answer = await this.api.invoke(readHistory, {
        program_id: programId,
        limit,
        cursor,
        log_type: type,
        from,
        to,
        photo: photos || undefined,
      });
      const at = this.remembered.timeOf(answer) ?? Date.now();
      return { logs: answer.data, next: answer.pagination.next_cursor, at };
    }, dayTeller(timeZone));
  }
}
