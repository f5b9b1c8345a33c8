import { ProgramOut } from '../api/models';
import { addDays, briefDay, weekdayOf } from '../core/day';
import { Language } from '../core/preferences';

export const RANGES = ['7', '30', '90', 'program'] as const;
const WEEK = 7;
export type RangeName = (typeof RANGES)[number];

/** Inclusive days of the member's calendar. */
export interface DaySpan {
  from: string;
  to: string;
}

/** The range that an address names; thirty days where it names none. */
export function rangeNamed(text: string | undefined): RangeName {
  return RANGES.find((each) => each === text) ?? '30';
}

/** Its days: the last ones to today, or those of the program that have begun (its first where none has). */
export function spanOf(
  range: RangeName,
  { start_date, end_date }: Pick<ProgramOut, 'start_date' | 'end_date'>,
  today: string,
): DaySpan {
  if (range !== 'program') return { from: addDays(today, 1 - Number(range)), to: today };
  const last = today < end_date ? today : end_date;
  return { from: start_date, to: last < start_date ? start_date : last };
}

/** Every day of a span. */
export function daysOf({ from, to }: DaySpan): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The name of a day below a chart of so many: of a week its weekday. */
export function labelOf(day: string, days: number, language: Language): string {
  return days === WEEK ? weekdayOf(day, language, 'short') : briefDay(day, language);
}
