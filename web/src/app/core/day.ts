import { Language } from './preferences';
import { localeOf } from './figures';

/** Today of a time zone as YYYY-MM-DD: a member's day begins at the member's own midnight. */
export function todayIn(timeZone: string, now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
}

/** A day (YYYY-MM-DD) in words of a language, such as "Sunday 22 November". */
export function inWords(day: string, language: Language): string {
  const noon = new Date(`${day}T12:00:00Z`);
  return new Intl.DateTimeFormat(localeOf(language), {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(noon);
}
