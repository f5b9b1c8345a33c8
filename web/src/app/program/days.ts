import { ConfigVersion, DayScore, ProgramOut } from '../api/models';
import { addDays } from '../core/day';
import { standing, Standing } from '../core/standing';

export const WEEK = 7;
const COVERED = 80;

/** What a day of the ninety is: the band of its score, or why it has none. */
export type State = Standing | 'open' | 'paused' | 'future' | 'over';

export interface Square {
  date: string;
  /** 1-90. */
  day: number;
  score: number | null;
  state: State;
  provisional: boolean;
  today: boolean;
}

/** The days of a program as its grid shows them. `versions`: of its goals, those that hold last first. */
export function squaresOf(
  program: ProgramOut,
  days: readonly DayScore[],
  versions: readonly ConfigVersion[],
  today: string,
): Square[] {
  const ended = program.status === 'COMPLETED' ? addDays(program.start_date, program.day - 1) : undefined;
  return days.map((each, index) => ({
    date: each.date,
    day: index + 1,
    score: each.date > today ? null : each.total_score,
    state: stateOf(each),
    provisional: each.provisional,
    today: each.date === today && (ended === undefined || today <= ended),
  }));

  function stateOf({ date, total_score: score }: DayScore): State {
    if (ended !== undefined && date > ended) return 'over';
    if (date > today) return 'future';
    if (score === null) return restsOn(date) ? 'paused' : 'none';
    // Nothing is missed before the day is over.
    return date === today && score < COVERED ? 'open' : standing(score);
  }

  function restsOn(date: string): boolean {
    return versions.find((version) => version.effective_from <= date)?.paused === true;
  }
}

/** The rows of the grid. */
export function weeksOf(squares: readonly Square[]): Square[][] {
  const weeks = Math.ceil(squares.length / WEEK);
  return Array.from({ length: weeks }, (_, week) => squares.slice(week * WEEK, (week + 1) * WEEK));
}

/** Where a key leads from the square at `at`, of so many; undefined for a key that leads nowhere. */
export function moved(at: number, key: string, all: boolean, count: number): number | undefined {
  const row = at - (at % WEEK);
  const ways: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - WEEK,
    ArrowDown: at + WEEK,
    Home: all ? 0 : row,
    End: all ? count - 1 : Math.min(row + WEEK, count) - 1,
  };
  const to = ways[key];
  return to !== undefined && to >= 0 && to < count ? to : undefined;
}

/** How many of the due days that have begun are covered. */
export function coveredOf(squares: readonly Square[]): { covered: number; due: number } {
  const due = squares.filter(({ score }) => score !== null);
  return { covered: due.filter(({ score }) => (score ?? 0) >= COVERED).length, due: due.length };
}
