import { Duration, Strength } from '../api/models';

/** A workout as the API takes it: by its time, or by its exercises. */
export type Workout = Duration | Strength;
export type Units = 'METRIC' | 'IMPERIAL';

/** What the API accepts. */
export const MOST = { words: 120, minutes: 1440, reps: 1000, kilograms: 1000, rows: 50 } as const;

const POUND_KG = 0.45359237;

/** A weight as it is kept, to the gram. */
export function inKilograms(weight: number, units: Units): number {
  return rounded(units === 'IMPERIAL' ? weight * POUND_KG : weight, 3);
}

/** A kept weight in the member's units, so that what was typed comes back. */
export function fromKilograms(kilograms: number, units: Units): number {
  return units === 'IMPERIAL' ? rounded(kilograms / POUND_KG, 2) : rounded(kilograms, 3);
}

/** The heaviest weight in the member's units. */
export function heaviest(units: Units): number {
  return Math.floor(fromKilograms(MOST.kilograms, units));
}

function rounded(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

const DEVANAGARI_ZERO = 0x0966;

/** A number as people type it: with a comma or a point, in Latin or Devanagari digits. */
export function numberOf(text: string): number | undefined {
  const latin = text
    .trim()
    .replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - DEVANAGARI_ZERO))
    .replace(',', '.');
  return /^\d+(\.\d*)?$|^\.\d+$/.test(latin) ? Number(latin) : undefined;
}

/** The workout a log tells of, if it is one this app knows. */
export function workoutOf(payload: Record<string, unknown>): Workout | undefined {
  if (payload['kind'] === 'duration' && typeof payload['activity'] === 'string') {
    return payload as unknown as Duration;
  }
  if (payload['kind'] === 'strength' && Array.isArray(payload['exercises'])) {
    return payload as unknown as Strength;
  }
  return undefined;
}

/** What was done most often, each once, the most frequent first and of equals the latest; logs come newest first. */
export function favourites(logs: readonly { payload: Record<string, unknown> }[], most: number): Workout[] {
  const known = new Map<string, { workout: Workout; times: number }>();
  for (const { payload } of logs) {
    const workout = workoutOf(payload);
    if (!workout) continue;
    const key = sameness(workout);
    const before = known.get(key);
    if (before) before.times++;
    else known.set(key, { workout, times: 1 });
  }
  return [...known.values()]
    .sort((left, right) => right.times - left.times)
    .slice(0, most)
    .map(({ workout }) => workout);
}

/** Two workouts are the same when they would be named alike, and take as long. */
function sameness(workout: Workout): string {
  const names = workout.kind === 'duration' ? [workout.activity] : workout.exercises.map((each) => each.name);
  return JSON.stringify([
    workout.kind,
    workout.minutes,
    ...names.map((name) => name.trim().toLocaleLowerCase()),
  ]);
}
