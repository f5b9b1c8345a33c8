import { DayScore, Range } from '../api/models';
import { addDays } from '../core/day';
import { frozenDays, mayMiss, weekOf } from './week';

const SUNDAY = '2026-11-22';

/** The days that end on a date, with their scores. */
function days(scores: (number | null)[], ending = SUNDAY): DayScore[] {
  return scores.map((score, index) => ({
    date: addDays(ending, index - scores.length + 1),
    total_score: score,
    provisional: false,
  }));
}

describe('the week of a member', () => {
  it('names each day by its score', () => {
    const week = days([null, 90, 70, null, 40, 85, 10]);
    const range = { days: week, streak: 1 } as Range;

    expect(weekOf(range, '2026-11-17', SUNDAY).map((day) => day.standing)).toEqual([
      'before',
      'covered',
      'close',
      'none',
      'under_way',
      'covered',
      'open',
    ]);
  });

  it('shows the one missed day that the streak went over', () => {
    expect([...frozenDays(days([90, 90, 20, 90, 90, 90, 5]), 5, SUNDAY)]).toEqual(['2026-11-18']);
  });

  it('shows none where the streak ended', () => {
    // Two misses in one week: the streak is what came after the earlier of them.
    expect([...frozenDays(days([90, 10, 90, 20, 90, 90, 5]), 3, SUNDAY)]).toEqual(['2026-11-19']);
    expect([...frozenDays(days([0, 0, 0, 0, 0, 90, 5]), 1, SUNDAY)]).toEqual([]);
    expect([...frozenDays(days([0, 0, 0, 0, 0, 0, 0]), 0, SUNDAY)]).toEqual([]);
  });

  it('knows a miss that only older days beyond the week make a forgiven one', () => {
    expect([...frozenDays(days([10, 90, 90, 90, 90, 90, 90]), 20, SUNDAY)]).toEqual(['2026-11-16']);
  });

  it('tells whether a day may still be missed in this calendar week', () => {
    expect(mayMiss(days([90, 90, 90, null, 90, 90, 5]), SUNDAY)).toBe(true);
    expect(mayMiss(days([90, 10, 90, 90, 90, 90, 5]), SUNDAY)).toBe(false);
    // On a Monday the week is new, whatever was missed before.
    expect(mayMiss(days([10, 10, 10, 10, 10, 10, 0], '2026-11-23'), '2026-11-23')).toBe(true);
  });
});
