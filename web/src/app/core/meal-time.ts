import { ProgramOut } from '../api/models';

export type Meal = 'BREAKFAST' | 'LUNCH' | 'DINNER' | 'SNACK';
export const MEALS: readonly Meal[] = ['BREAKFAST', 'LUNCH', 'DINNER', 'SNACK'];

/** What the clocks of a time zone show at an instant, as a control of date and time takes it. */
export function wallClock(instant: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value;
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The instant at which the clocks of a time zone show this; an hour that spring skips counts as the one after. */
export function instantOf(wall: string, timeZone: string): Date {
  const asUtc = Date.parse(`${wall}Z`);
  const offsetAt = (instant: number) =>
    Date.parse(`${wallClock(new Date(instant), timeZone)}Z`) - Math.floor(instant / 60_000) * 60_000;
  const first = asUtc - offsetAt(asUtc);
  const second = asUtc - offsetAt(first);
  return new Date(wallClock(new Date(second), timeZone) === wall ? second : Math.max(first, second));
}

/** From when to when something may be logged, on the member's clocks: the program's days, and never ahead. */
export function loggable(
  program: Pick<ProgramOut, 'start_date' | 'end_date'>,
  timeZone: string,
  now = new Date(),
): { earliest: string; latest: string } {
  const present = wallClock(now, timeZone);
  const last = `${program.end_date}T23:59`;
  return { earliest: `${program.start_date}T00:00`, latest: present < last ? present : last };
}

/** The meal that people usually have at this time on the member's clocks. */
export function mealAt(wall: string): Meal {
  const hour = Number(wall.slice(11, 13));
  if (hour >= 5 && hour < 11) return 'BREAKFAST';
  if (hour >= 11 && hour < 15) return 'LUNCH';
  if (hour >= 19 && hour < 23) return 'DINNER';
  return 'SNACK';
}
