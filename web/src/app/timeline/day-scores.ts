import { signal } from '@angular/core';

import { DayScore } from '../api/models';

/** The scores of the days on the page. They are an ornament: where they do not come, the days stand without. */
export class DayScores {
  private readonly known = signal<ReadonlyMap<string, DayScore>>(new Map());
  private asked?: { from: string; to: string };

  constructor(private readonly read: (from: string, to: string) => Promise<readonly DayScore[]>) {}

  of(day: string): DayScore | undefined {
    return this.known().get(day);
  }

  /** Fetches what is not known yet of the days from the newest to the oldest. */
  async cover(days: readonly string[]): Promise<void> {
    const [to, from] = [days[0], days.at(-1)];
    if (!from || !to) return;
    const before = this.asked;
    if (!before) return this.fetch(from, to);
    this.asked = {
      from: before.from < from ? before.from : from,
      to: before.to > to ? before.to : to,
    };
    // What grows at an end is fetched alone; the day where it meets the rest comes twice.
    if (from < before.from) await this.fetch(from, before.from);
    if (to > before.to) await this.fetch(before.to, to);
  }

  /** Fetches all of them anew. */
  async lookAgain(): Promise<void> {
    if (this.asked) await this.fetch(this.asked.from, this.asked.to);
  }

  private async fetch(from: string, to: string): Promise<void> {
    this.asked ??= { from, to };
    try {
      const days = await this.read(from, to);
      this.known.update((known) => new Map([...known, ...days.map((day) => [day.date, day] as const)]));
    } catch {
      this.asked = undefined;
    }
  }
}
