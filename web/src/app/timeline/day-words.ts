import { inWords } from '../core/day';
import { Translate } from '../core/entry';
import { localeOf } from '../core/figures';
import { Language } from '../core/preferences';
import { dateFormat } from '../core/formats';

const DAY_MS = 86_400_000;

/** A day as people call it: today, yesterday, else its date, with the year where it is not this one. */
export function dayWords(day: string, today: string, language: Language, t: Translate): string {
  if (day === today) return t('timeline.today');
  if (Date.parse(today) - Date.parse(day) === DAY_MS) return t('timeline.yesterday');
  if (day.slice(0, 4) === today.slice(0, 4)) return inWords(day, language);
  return dateFormat(localeOf(language), { timeZone: 'UTC', dateStyle: 'full' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}
