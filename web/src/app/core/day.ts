import { wallTime } from './clock';
import { Language } from './preferences';
import { localeOf } from './figures';
import { dateFormat } from './formats';

/** Today of a time zone as YYYY-MM-DD: a member's day begins at the member's own midnight. */
export function todayIn(timeZone: string, now = new Date()): string {
  return dateFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
}

/** A day (YYYY-MM-DD) in words of a language, such as "Sunday 22 November". */
export function inWords(day: string, language: Language): string {
  const noon = new Date(`${day}T12:00:00Z`);
  return dateFormat(localeOf(language), {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(noon);
}

/** A day in few letters, such as "2 Mar 2026". */
export function shortDay(day: string, language: Language): string {
  return dateFormat(localeOf(language), { timeZone: 'UTC', dateStyle: 'medium' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}

/** The hour of the day in a time zone, with its fraction: 13.5 is half past one. */
export function hourIn(timeZone: string, now: Date): number {
  const [hour, minute] = wallTime(timeZone, now).time.split(':').map(Number);
  return (hour ?? 0) + (minute ?? 0) / 60;
}

/** The day (YYYY-MM-DD) that many days later; earlier with a negative number. */
export function addDays(day: string, days: number): string {
  const noon = new Date(`${day}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() + days);
  return noon.toISOString().slice(0, 10);
}

/** The weekday of a day in a language: in full, or as short as it is still clear. */
export function weekdayOf(day: string, language: Language, weekday: 'long' | 'short'): string {
  return dateFormat(localeOf(language), { timeZone: 'UTC', weekday }).format(new Date(`${day}T12:00:00Z`));
}

/** A day in the fewest letters that tell it within a year, such as "2 Mar". */
export function briefDay(day: string, language: Language): string {
  return dateFormat(localeOf(language), { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}
