import { effect, untracked } from '@angular/core';

/** Runs when a value that was known has become another one, such as the day at midnight. Empty = not known. */
export function whenTurned(value: () => string | undefined, run: () => void): void {
  let before: string | undefined;
  effect(() => {
    const now = value();
    if (before && now && before !== now) untracked(run);
    before = now;
  });
}
