/** A scale for figures: round ends around what is shown, and the ticks between them, from below upwards. */
export interface Scale {
  low: number;
  high: number;
  ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round numbers that hold `low` to `high`, about `count` steps apart. */
export function scaleOf(low: number, high: number, count = 4): Scale {
  // What does not change still lies in the middle of something.
  const wide = high - low || Math.abs(high) * 0.1 || 1;
  const rough = wide / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((each) => each * power >= rough * 0.999) ?? 10);
  const first = Math.floor((high === low ? low - wide / 2 : low) / step + 1e-9);
  const last = Math.ceil((high === low ? high + wide / 2 : high) / step - 1e-9);
  // By counting, since adding up steps would add up their errors.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
  return { low: round(first * step), high: round(last * step), ticks };
}

/** Which of so many columns are named below: the first and the last, and few enough between them. */
export function named(columns: number, most: number): number[] {
  if (columns <= most) return Array.from({ length: columns }, (_, index) => index);
  return Array.from({ length: most }, (_, index) => Math.round((index * (columns - 1)) / (most - 1)));
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}
