import { Bounds, DayScore, NutritionBands, NutritionDay, Range, ReadingDay, RuleDays } from '../api/models';
import { Standing, standing } from '../core/standing';
import { Column, Goal, Tone } from '../ui/day-chart';

export type Drawn = Omit<Column, 'words' | 'label'>;
export type Nutrient = keyof NutritionBands;
export const NUTRIENTS: readonly Nutrient[] = ['calories', 'protein_g', 'carbs_g', 'fat_g'];

const COVERED = 80;
const TONES: Record<string, Tone> = { NORMAL: 'good', INFO: 'info', WARN: 'warn', URGENT: 'urgent' };

export type ScoreState = Standing | 'before' | 'frozen' | 'open';

/** What a day's score means. `start`: the first day of the program. */
export function stateOf(
  { date, total_score: score }: DayScore,
  range: Range,
  start: string,
  today: string,
): ScoreState {
  if (date < start) return 'before';
  if (range.frozen.includes(date)) return 'frozen';
  // Nothing is missed before the day is over.
  return date === today && score !== null && score < COVERED ? 'open' : standing(score);
}

/** A bar for each day that has a score. */
export function scoreColumn({ total_score: score, provisional }: DayScore): Drawn {
  if (score === null) return {};
  return {
    spans: [{ from: 0, to: score, tone: score >= COVERED ? 'good' : 'quiet', estimate: provisional }],
  };
}

export function goalOf(bounds: Bounds | null | undefined): Goal {
  return { min: bounds?.min ?? undefined, max: bounds?.max ?? undefined };
}

/** A bar for what was eaten, before the band of the day's goal. */
export function foodColumn(day: NutritionDay, nutrient: Nutrient): Drawn {
  const eaten = day[nutrient];
  return {
    spans: eaten === null ? [] : [{ from: 0, to: eaten, tone: 'food', estimate: day.provisional }],
    goal: goalOf(day.goals?.[nutrient]),
  };
}

/** The nutrients that there is anything to show of: something eaten, or a goal. */
export function nutrientsOf(days: readonly NutritionDay[]): Nutrient[] {
  return NUTRIENTS.filter((each) => days.some((day) => day[each] !== null || day.goals?.[each]));
}

/** The mean of a day's figures over the days that have one, and of how many that is. */
export function meanOf(values: readonly (number | null)[]): { mean: number; days: number } | undefined {
  const told = values.filter((each) => each !== null);
  return told.length
    ? { mean: told.reduce((sum, each) => sum + each, 0) / told.length, days: told.length }
    : undefined;
}

/** What was measured on each of these days; undefined where nothing was. */
export function byDay(rule: RuleDays, days: readonly string[]): (ReadingDay | undefined)[] {
  const found = new Map(rule.days.map((each) => [each.date, each]));
  return days.map((day) => found.get(day));
}

/** From the least to the greatest, with the mean as a dot; of blood pressure both numbers. */
export function readingColumn(day: ReadingDay | undefined, shown: (value: number) => number): Drawn {
  if (!day) return {};
  const tone = TONES[day.severity ?? ''] ?? 'quiet';
  const pairs = [[day.min, day.max, day.mean] as const];
  if (day.min2 !== null && day.max2 !== null && day.mean2 !== null)
    pairs.push([day.min2, day.max2, day.mean2]);
  return {
    spans: pairs.map(([from, to]) => ({ from: shown(from), to: shown(to), tone })),
    dots: pairs.map(([, , mean]) => ({ at: shown(mean), tone })),
  };
}
