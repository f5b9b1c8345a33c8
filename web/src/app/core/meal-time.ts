import { ProgramOut } from '../api/models';
import { instantOf, wallTime } from './clock';

export type Meal = 'BREAKFAST' | 'LUNCH' | 'DINNER' | 'SNACK';
export const MEALS: readonly Meal[] = ['BREAKFAST', 'LUNCH', 'DINNER', 'SNACK'];

/** What the clocks of a time zone show at an instant, as a control of date and time takes it. */
export function wallClock(instant: Date, timeZone: string): string {
  const { date, time } = wallTime(timeZone, instant);
  return `${date}T${time}`;
}

/** The instant at which the clocks of a time zone show this. */
export function instantAt(wall: string, timeZone: string): string {
  return instantOf({ date: wall.slice(0, 10), time: wall.slice(11, 16) }, timeZone);
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
