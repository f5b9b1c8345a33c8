import { DestroyRef, inject } from '@angular/core';

/** What comes within this time is one occasion: news come in pairs. */
const TOGETHER_MS = 80;

/**
 * Does a deed for many occasions: at once for a few of them, then in measure, so that a flood of news is
 * no flood of questions. No occasion goes by without the deed being done after it.
 */
export class Pace {
  private timer?: ReturnType<typeof setTimeout>;
  private left: number;
  private counted = Date.now();

  constructor(
    private readonly deed: () => void,
    /**
     * How many may follow each other closely, and how long it takes until one more may. A deed may be four calls,
     * and a person may have two boards open: both stay within the hundred that the server lets through, and a minute.
     */
    private readonly burst = 12,
    private readonly eachMs = 5_000,
  ) {
    this.left = burst;
  }

  /** There is an occasion. */
  ask(): void {
    if (this.timer !== undefined) return;
    const now = Date.now();
    this.left = Math.min(this.burst, this.left + (now - this.counted) / this.eachMs);
    this.counted = now;
    const wait = Math.max(TOGETHER_MS, (1 - this.left) * this.eachMs);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.left--;
      this.deed();
    }, wait);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}

/** A pace that ends with the component or service that is being made. */
export function pacing(deed: () => void, ...measure: [burst: number, eachMs: number] | []): Pace {
  const pace = new Pace(deed, ...measure);
  inject(DestroyRef).onDestroy(() => pace.stop());
  return pace;
}
