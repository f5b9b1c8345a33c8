import { ConfigOut, LogOut, NutritionGoals } from '../api/models';
import { Band, bandOf } from './goals';

export type Nutrient = 'energy' | 'protein' | 'carbs' | 'fat' | 'fibre' | 'sodium';

/** Where each nutrient stands in a meal's payload and in the goals. */
const FIELDS = {
  energy: 'calories',
  protein: 'protein_g',
  carbs: 'carbs_g',
  fat: 'fat_g',
  fibre: 'fiber_g',
  sodium: 'sodium_mg',
} as const satisfies Record<Nutrient, keyof NutritionGoals>;

/** Fibre and sodium are shown where a goal asks for them and a meal tells them. */
const SELDOM: ReadonlySet<Nutrient> = new Set(['fibre', 'sodium']);

export interface Eaten {
  nutrient: Nutrient;
  actual: number;
  /** How much of it is an estimate that waits for somebody to look. */
  estimate: number;
  band: Band;
  place: Place;
}

export type Place = 'open' | 'below' | 'inside' | 'above';

/** What the day's meals hold, against the goals of the program. */
export function eatenOf(logs: readonly LogOut[], config: ConfigOut): Eaten[] {
  const meals = logs.filter(
    (log) => log.log_type === 'NUTRITION' && (log.status === 'VERIFIED' || log.status === 'NEEDS_REVIEW'),
  );
  return (Object.keys(FIELDS) as Nutrient[]).flatMap((nutrient) => {
    const field = FIELDS[nutrient];
    const band = bandOf(config.nutrition_goals[field], nutrient === 'energy');
    const told = meals.filter((log) => typeof log.payload[field] === 'number');
    const sum = (some: LogOut[]) => some.reduce((all, log) => all + (log.payload[field] as number), 0);
    const wanted = band.min !== undefined || band.max !== undefined;
    if (SELDOM.has(nutrient) ? !wanted || !told.length : !wanted && !told.length) return [];
    const actual = sum(told);
    const estimate = sum(told.filter((log) => log.status === 'NEEDS_REVIEW'));
    return { nutrient, actual, estimate, band, place: placeOf(actual, band) };
  });
}

export function placeOf(actual: number, { min, max }: Band): Place {
  if (min === undefined && max === undefined) return 'open';
  // What is shown without decimals is judged without them: 60 of 60 g is there.
  const rounded = Math.round(actual);
  if (min !== undefined && rounded < Math.round(min)) return 'below';
  return max !== undefined && rounded > Math.round(max) ? 'above' : 'inside';
}
