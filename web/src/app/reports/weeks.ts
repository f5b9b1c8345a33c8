import { ReportOut } from '../api/models';
import { addDays, weekdayOf } from '../core/day';
import { Figures, localeOf } from '../core/figures';
import { dateFormat } from '../core/formats';
import { Language } from '../core/preferences';

/** A day counts as covered from here on. */
export const COVERED = 80;

/** The days of a week in words of a language, such as "16–22 November 2026". */
export function weekInWords(monday: string, language: Language): string {
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);
  return dateFormat(localeOf(language), {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).formatRange(noon(monday), noon(addDays(monday, 6)));
}

/** The Monday of the week that a day lies in; both YYYY-MM-DD. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
}

export interface DayBar {
  name: string;
  /** What stands above the bar: a dash for nothing. */
  label: string;
  /** 0 to 100 of the full height. */
  tall: number;
  covered: boolean;
}

/** The week's scores as bars. */
export function scoreBars(report: ReportOut, language: Language): DayBar[] {
  const figures = new Figures(language);
  return report.days.map(({ date, score }) => ({
    name: weekdayOf(date, language, 'short'),
    label: score === null ? '–' : figures.number(score, 1),
    tall: score ?? 0,
    covered: score !== null && score >= COVERED,
  }));
}

export interface PressureSpan {
  name: string;
  /** Systolic, then diastolic: where the span begins from above and how tall it is, of 100. */
  spans: { top: number; tall: number }[];
}

const LOWEST = 60;
const HIGHEST = 160;

/** The lowest to the highest blood pressure of each day of the week; a day without any has none. */
export function pressureSpans(report: ReportOut, language: Language): PressureSpan[] {
  const days = report.blood_pressure?.days ?? [];
  const low = Math.min(LOWEST, ...days.map((day) => day.diastolic_min - 5));
  const high = Math.max(HIGHEST, ...days.map((day) => day.systolic_max + 5));
  const up = (value: number) => ((high - value) / (high - low)) * 100;
  return report.days.map(({ date }) => {
    const day = days.find((each) => each.date === date);
    const pairs = day
      ? [
          [day.systolic_min, day.systolic_max],
          [day.diastolic_min, day.diastolic_max],
        ]
      : [];
    return {
      name: weekdayOf(date, language, 'short'),
      spans: pairs.map(([least = 0, most = 0]) => ({
        top: up(most),
        // One reading alone is still seen.
        tall: Math.max(3, up(least) - up(most)),
      })),
    };
  });
}
