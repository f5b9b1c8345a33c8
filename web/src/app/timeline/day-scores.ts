import { inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { readRange } from '../api/functions';
import { DayScore } from '../api/models';

/** The scores of the days on the page. They are an ornament: where they do not come, the days stand without. */
@Injectable()
export class DayScores {
  private readonly api = inject(Api);
  private readonly known = signal<ReadonlyMap<string, DayScore>>(new Map());
  private asked?: { from: string; to: string };

  of(day: string): DayScore | undefined {
    return this.known().get(day);
  }

  /** Fetches what is not known yet of the days from the newest to the oldest. */
  async cover(programId: number, days: readonly string[]): Promise<void> {
    const [to, from] = [days[0], days.at(-1)];
    if (!from || !to) return;
    const before = this.asked;
    if (before && before.from <= from && before.to >= to) return;
    this.asked = {
      from: before && before.from < from ? before.from : from,
      to: before && before.to > to ? before.to : to,
    };
    // What grows at the end is fetched alone; the day where it meets the rest comes twice.
    const fresh = before && before.to >= to ? { from, to: before.from } : this.asked;
    await this.fetch(programId, fresh);
  }

  /** Fetches all of them anew. */
  async lookAgain(programId: number): Promise<void> {
    if (this.asked) await this.fetch(programId, this.asked);
  }

  private async fetch(programId: number, range: { from: string; to: string }): Promise<void> {
    try {
      const { days } = await this.api.invoke(readRange, { program_id: programId, ...range });
      this.known.update((known) => new Map([...known, ...days.map((day) => [day.date, day] as const)]));
    } catch {
      this.asked = undefined;
    }
  }
}
