import { Language } from './preferences';
import { dateFormat, numberFormat } from './formats';

type Unit = 'gram' | 'kilogram' | 'pound' | 'minute' | 'celsius' | 'fahrenheit';

/** The locale that numbers, dates and times of a language are written in. */
export function localeOf(language: Language): string {
  return language === 'en' ? 'en-GB' : language;
}

/** Numbers, times and lists as a language writes them. */
export class Figures {
  private readonly locale: string;

  constructor(language: Language) {
    this.locale = localeOf(language);
  }

  /** A number with at most `digits` decimals. */
  number(value: number, digits = 0): string {
    return numberFormat(this.locale, { maximumFractionDigits: digits }).format(value);
  }

  /** A number with its unit, with at most `digits` decimals. */
  unit(value: number, unit: Unit, digits = 0): string {
    return numberFormat(this.locale, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  }

  /** An age in whole years. */
  years(count: number): string {
    return numberFormat(this.locale, { style: 'unit', unit: 'year', unitDisplay: 'long' }).format(count);
  }

  /** A share of a hundred. */
  percent(value: number): string {
    return numberFormat(this.locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100);
  }

  /** Several things of which each is enough: "a or b". */
  either(parts: readonly string[]): string {
    return new Intl.ListFormat(this.locale, { type: 'disjunction' }).format(parts);
  }

  /** The time of day of an instant on the clocks of a time zone. */
  time(instant: string, timeZone: string): string {
    return dateFormat(this.locale, { timeZone, timeStyle: 'short' }).format(new Date(instant));
  }

  /** The time of day of an instant, with the day where that is not today: what is said of old answers. */
  asOf(instant: Date, timeZone?: string, now = new Date()): string {
    const day = dateFormat('en-CA', { timeZone, dateStyle: 'short' });
    return dateFormat(this.locale, {
      timeZone,
      timeStyle: 'short',
      ...(day.format(instant) !== day.format(now) && { dateStyle: 'medium' }),
    }).format(instant);
  }
}
