import { localeOf } from '../core/figures';
import { Language } from '../core/preferences';
import { dateFormat } from '../core/formats';

/** An instant on the member's clocks, such as "Sunday 22 November, 13:05". */
export function momentWords(instant: string, timeZone: string, language: Language): string {
  return dateFormat(localeOf(language), {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(instant));
}
