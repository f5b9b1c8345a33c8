import { DayScore, NutritionDay, Range, ReadingDay, RuleDays } from '../api/models';
import { byDay, foodColumn, meanOf, nutrientsOf, readingColumn, scoreColumn, stateOf } from './columns';

const score = (date: string, total_score: number | null): DayScore => ({
  date,
  total_score,
  provisional: false,
});
const range = { frozen: ['2026-11-20'] } as Range;
const eaten = {
  date: '2026-11-20',
  meals: 1,
  provisional: true,
  calories: 500,
  protein_g: null,
  carbs_g: null,
  fat_g: null,
  goals: {
    calories: { min: 1500, max: 1650 },
    protein_g: { min: 60, max: null },
    carbs_g: null,
    fat_g: null,
  },
} as NutritionDay;
const pressure = {
  date: '2026-11-20',
  readings: 2,
  min: 118,
  max: 150,
  mean: 134,
  min2: 76,
  max2: 84,
  mean2: 80,
  severity: 'WARN',
  band: 'stage_2',
} as ReadingDay;

describe('what is drawn of a day', () => {
  it('is a bar for its score, and nothing where nothing was due', () => {
    expect(scoreColumn(score('2026-11-20', 80)).spans).toEqual([
      { from: 0, to: 80, tone: 'good', estimate: false },
    ]);
    expect(scoreColumn(score('2026-11-20', 0)).spans?.[0]).toMatchObject({ to: 0, tone: 'quiet' });
    expect(scoreColumn(score('2026-11-20', null))).toEqual({});
  });

  it.each([
    ['2026-11-18', null, 'before'],
    ['2026-11-20', 40, 'frozen'],
    ['2026-11-22', 40, 'open'],
    ['2026-11-22', 90, 'covered'],
    ['2026-11-21', null, 'none'],
  ] as const)('of %s with %s is %s', (date, total, state) => {
    expect(stateOf(score(date, total), range, '2026-11-19', '2026-11-22')).toBe(state);
  });

  it('is what was eaten before the goal of that day; of what was not told, the goal alone', () => {
    expect(foodColumn(eaten, 'calories')).toEqual({
      spans: [{ from: 0, to: 500, tone: 'food', estimate: true }],
      goal: { min: 1500, max: 1650 },
    });
    expect(foodColumn(eaten, 'protein_g')).toEqual({ spans: [], goal: { min: 60, max: undefined } });
    expect(foodColumn({ ...eaten, goals: null }, 'fat_g')).toEqual({
      spans: [],
      goal: { min: undefined, max: undefined },
    });
    expect(nutrientsOf([eaten])).toEqual(['calories', 'protein_g']);
  });

  it('is both numbers of a blood pressure, and one of anything else, in the unit that is shown', () => {
    expect(readingColumn(pressure, (value) => value)).toEqual({
      spans: [
        { from: 118, to: 150, tone: 'warn' },
        { from: 76, to: 84, tone: 'warn' },
      ],
      dots: [
        { at: 134, tone: 'warn' },
        { at: 80, tone: 'warn' },
      ],
    });
    const sugar = {
      ...pressure,
      min: 90,
      max: 90,
      mean: 90,
      min2: null,
      max2: null,
      mean2: null,
      severity: null,
    };
    expect(readingColumn(sugar, (value) => value / 18).dots).toEqual([{ at: 5, tone: 'quiet' }]);
    expect(readingColumn(undefined, (value) => value)).toEqual({});
  });

  it('leaves days without readings empty', () => {
    const days = ['2026-11-19', '2026-11-20'];
    expect(byDay({ days: [pressure] } as RuleDays, days)).toEqual([undefined, pressure]);
  });

  it('is on average of the days that have something', () => {
    expect(meanOf([null, 10, null, 20])).toEqual({ mean: 15, days: 2 });
    expect(meanOf([null])).toBeUndefined();
  });
});
