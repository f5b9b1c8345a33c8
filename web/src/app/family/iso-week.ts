import { addDays } from '../core/day';
import { localeOf } from '../core/figures';
import { Language } from '../core/preferences';

const WEEK = /^(19|20|21)\d\d-W(0[1-9]|[1-4]\d|5[0-3])$/;
const DAY_MS = 86_400_000;

/** Whether a text, such as one of the URL, is an ISO week like "2026-W47" that its year has. */
export function isWeek(text: string | undefined): text is string {
  return !!text && WEEK.test(text) && weekOf(mondayOf(text)) === text;
}

/** The Monday (YYYY-MM-DD) of an ISO week. */
export function mondayOf(week: string): string {
  const [year = 0, number = 0] = week.split('-W').map(Number);
  // The fourth of January always lies in the first week.
  const fourth = `${year}-01-04`;
  return addDays(fourth, (number - 1) * 7 - weekday(fourth));
}

/** The ISO week of a day (YYYY-MM-DD): that of its Thursday, whose year it bears. */
export function weekOf(day: string): string {
  const thursday = addDays(day, 3 - weekday(day));
  const year = thursday.slice(0, 4);
  const days = (Date.parse(thursday) - Date.parse(`${year}-01-01`)) / DAY_MS;
  return `${year}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

/** The week that many weeks later; earlier with a negative number. */
export function addWeeks(week: string, weeks: number): string {
  return weekOf(addDays(mondayOf(week), weeks * 7));
}

/** The days of a week in words of a language, such as "16–22 November 2026". */
export function weekInWords(week: string, language: Language): string {
  const monday = mondayOf(week);
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(localeOf(language), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).formatRange(noon(monday), noon(addDays(monday, 6)));
}

/** 0 for Monday to 6 for Sunday. */
function weekday(day: string): number {
  return (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
}
