import { DayScore, Range } from '../api/models';
import { addDays } from '../core/day';
import { standing, Standing } from '../core/standing';

const COVERED = 80;

export interface WeekDay {
  date: string;
  score: number | null;
  standing: Standing | 'before' | 'frozen' | 'open';
  provisional: boolean;
  today: boolean;
}

/** The days of a week as its strip shows them. `start` = the first day of the program. */
export function weekOf({ days, streak }: Range, start: string, today: string): WeekDay[] {
  const frozen = frozenDays(days, streak, today);
  return days.map((day) => ({
    date: day.date,
    score: day.total_score,
    standing: standingOf(day),
    provisional: day.provisional,
    today: day.date === today,
  }));

  function standingOf({ date, total_score: score }: DayScore): WeekDay['standing'] {
    if (date < start) return 'before';
    if (frozen.has(date)) return 'frozen';
    // Nothing is missed before the day is over.
    return date === today && score !== null && score < COVERED ? 'open' : standing(score);
  }
}

/**
 * The missed days that a streak went over: it forgives one in a calendar week. A miss is forgiven if the
 * streak counts more days than lie between it and today.
 */
export function frozenDays(days: readonly DayScore[], streak: number, today: string): Set<string> {
  const frozen = new Set<string>();
  let counted = 0;
  for (const day of [...days].reverse()) {
    if (day.total_score === null || day.date > today) continue;
    if (day.total_score >= COVERED) counted++;
    else if (day.date !== today) {
      if (counted >= streak) break;
      frozen.add(day.date);
    }
  }
  return frozen;
}

/** Whether this calendar week (Monday to Sunday) still has its one day to forgive. */
export function mayMiss(days: readonly DayScore[], today: string): boolean {
  const monday = addDays(today, -((new Date(`${today}T12:00:00Z`).getUTCDay() + 6) % 7));
  return !days.some(
    ({ date, total_score: score }) => date >= monday && date < today && score !== null && score < COVERED,
  );
}
