import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';

import { Api } from '../api/api';
import { search } from '../api/functions';
import { Hit } from '../api/models';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { wordsOf } from './marked';

const PAGE = 30;
const LONGEST = 100;

/**
 * What is looked for and what was found, in memory only: words about somebody's health never stand in an address,
 * and who comes back from an entry finds the list as it was. It goes with the session.
 */
@Injectable({ providedIn: 'root' })
export class Finder {
  private readonly api = inject(Api);
  private readonly found = signal<readonly Hit[]>([]);
  private readonly next = signal<string | null>(null);
  private readonly trouble = signal<Failure | undefined>(undefined);
  private readonly busy = signal(false);
  private turn = 0;

  /** What stands in the field. */
  readonly typed = signal('');
  /** What the hits are of; empty while nothing was looked for. */
  readonly asked = signal('');

  readonly hits = this.found.asReadonly();
  readonly failure = this.trouble.asReadonly();
  readonly looking = this.busy.asReadonly();
  readonly more = computed(() => this.next() !== null);

  constructor() {
    const { user } = inject(Session);
    let whose = untracked(user)?.id;
    effect(() => {
      const owner = user()?.id;
      if (owner !== whose) untracked(() => this.forget());
      whose = owner;
    });
  }

  /** Whether these words are enough to look for. */
  static isEnough(words: string): boolean {
    return wordsOf(words).length > 0;
  }

  /** Looks for what is typed now; an answer that comes after a later question is dropped. */
  async look(): Promise<void> {
    const words = this.typed().trim().slice(0, LONGEST);
    if (!Finder.isEnough(words)) return this.forget(this.typed());
    await this.fetch(words);
  }

  /** The next page of the same question. */
  async lookOn(): Promise<void> {
    const cursor = this.next();
    if (cursor !== null && !this.busy()) await this.fetch(this.asked(), cursor);
  }

  private forget(typed = ''): void {
    this.turn++;
    this.typed.set(typed);
    this.asked.set('');
    this.found.set([]);
    this.next.set(null);
    this.trouble.set(undefined);
    this.busy.set(false);
  }

  private async fetch(words: string, cursor?: string): Promise<void> {
    const turn = ++this.turn;
    this.busy.set(true);
    this.trouble.set(undefined);
    try {
      const { data, pagination } = await this.api.invoke(search, { q: words, limit: PAGE, cursor });
      if (turn !== this.turn) return;
      this.asked.set(words);
      this.found.update((before) => (cursor === undefined ? data : [...before, ...data]));
      this.next.set(pagination.next_cursor);
    } catch (error) {
      if (turn !== this.turn) return;
      if (cursor === undefined) {
        this.asked.set(words);
        this.found.set([]);
        this.next.set(null);
      }
      this.trouble.set(explain(error));
    } finally {
      if (turn === this.turn) this.busy.set(false);
    }
  }
}
