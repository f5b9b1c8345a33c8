import { FoodOut, Item } from '../api/models';
import { Figures } from './figures';
import { Translate } from './entry';

/** An amount of one food. */
export interface Helping {
  food: FoodOut;
  grams: number;
}

/** Energy in kcal and nutrients in grams. */
export interface Macros {
  calories: number;
  protein_g: number;
  carbs_g: number;
  fat_g: number;
}

/** A household measure of a food: what one of it weighs, and how many are usual. */
export interface Measure {
  name: string;
  grams: number;
  usual: number;
}

/** What the server takes for one food of a meal. */
export const MOST_GRAMS = 5000;
export const MOST_FOODS = 50;
const PLAIN_HELPING = 100;

/** The household measures of a food, the usual one first; grams are always there besides and not among them. */
export function measuresOf(food: FoodOut): Measure[] {
  const measures: Measure[] = [];
  for (const { name, grams } of food.portions) {
    if (/^\d+ g$/.test(name)) continue;
    const { count, unit } = counted(name);
    if (!measures.some((each) => each.name === unit)) {
      measures.push({ name: unit, grams: grams / count, usual: count });
    }
  }
  return measures;
}

/** "2 rotis" is two of a roti. */
function counted(name: string): { count: number; unit: string } {
  const [, whole, below, unit] = /^(\d+(?:\.\d+)?)(?:\/(\d+))? (.+)$/.exec(name) ?? [];
  if (!unit) return { count: 1, unit: name };
  const count = Number(whole) / Number(below ?? 1);
  return { count, unit: count > 1 ? unit.replace(/s$/, '') : unit };
}

/** A food in the amount that is usual for it. */
export function usualHelping(food: FoodOut): Helping {
  const [first] = measuresOf(food);
  return { food, grams: first ? first.grams * first.usual : PLAIN_HELPING };
}

/** The measure in which these grams are a plain number of halves; none = they are best said in grams. */
export function fittingMeasure(measures: Measure[], grams: number): Measure | undefined {
  return measures.find(({ grams: one }) => {
    const halves = (grams / one) * 2;
    return halves >= 0.99 && Math.abs(halves - Math.round(halves)) < 0.02;
  });
}

/** The next or last half of a measure, or ten of grams; never nothing and never more than the server takes. */
export function stepped(grams: number, measure: Measure | undefined, way: 1 | -1): number {
  const step = measure ? measure.grams / 2 : 10;
  const steps = grams / step;
  const next = way === 1 ? Math.floor(steps + 1.001) : Math.ceil(steps - 1.001);
  const highest = Math.floor(MOST_GRAMS / step);
  return Math.min(highest, Math.max(1, next)) * step;
}

/** What a plate holds, by the food table. */
export function macrosOf(helpings: readonly Helping[]): Macros {
  const sum = (field: keyof Macros) =>
    helpings.reduce((total, { food, grams }) => total + (food.per_100g[field] * grams) / 100, 0);
  return {
    calories: sum('calories'),
    protein_g: sum('protein_g'),
    carbs_g: sum('carbs_g'),
    fat_g: sum('fat_g'),
  };
}

/** Macros in words, such as "420 kcal · 18 g protein · 60 g carbs · 9 g fat". */
export function macroWords(macros: Macros, figures: Figures, t: Translate): string {
  const grams = (value: number) => figures.unit(value, 'gram');
  return [
    `${figures.number(macros.calories)} kcal`,
    t('log.protein', { amount: grams(macros.protein_g) }),
    t('manual.carbs', { amount: grams(macros.carbs_g) }),
    t('manual.fat', { amount: grams(macros.fat_g) }),
  ].join(' · ');
}

/** The plate as the server takes it: whole tenths of a gram. */
export function itemsOf(helpings: readonly Helping[]): Item[] {
  return helpings.map(({ food, grams }) => ({ food_id: food.id, grams: Math.round(grams * 10) / 10 }));
}

/** Whether two plates hold the same foods in the same amounts. */
export function samePlate(one: readonly Item[], other: readonly Item[]): boolean {
  return (
    one.length === other.length &&
    one.every((each, place) => each.food_id === other[place]?.food_id && each.grams === other[place].grams)
  );
}

/** The measures that the language files have words for. */
const NAMED = new Set([
  'cup',
  'serving',
  'katori',
  'glass',
  'medium',
  'small',
  'large',
  'slice',
  'plate',
  'bowl',
  'tablespoon',
  'teaspoon',
  'piece',
  'handful',
  'roti',
  'idli',
  'egg',
  'mug',
]);

/** A measure in the language of the page; a rarer one keeps the name that the food table gives it. */
export function measureName(name: string, t: Translate): string {
  return NAMED.has(name) ? t(`manual.unit.${name}`) : name;
}
