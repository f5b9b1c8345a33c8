import { Bounds, ComponentScore } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';

/** A band a day should land in; an end that is missing is open. */
export interface Band {
  min?: number;
  max?: number;
}

/** What a goal means: for energy a plain number leaves a tenth above it, elsewhere it is the least. */
export function bandOf(goal: number | Bounds | null | undefined, energy = false): Band {
  if (goal == null) return {};
  if (typeof goal === 'number') return energy ? { min: goal, max: goal * 1.1 } : { min: goal };
  return { min: goal.min ?? undefined, max: goal.max ?? undefined };
}

/** A goal beside what is done of it, such as "45 of 60 g"; `amount` writes a number with its unit. */
export function against(
  actual: number,
  { min, max }: Band,
  amount: (value: number) => string,
  figures: Figures,
  t: Translate,
): string {
  if (min === undefined && max === undefined) return amount(actual);
  // The unit is said once, with the goal.
  const done = figures.number(actual);
  if (min !== undefined && max !== undefined) {
    const goal = min === max ? amount(min) : `${figures.number(min)}–${amount(max)}`;
    return t('score.of', { actual: done, goal });
  }
  if (min !== undefined) return t('score.of', { actual: done, goal: amount(min) });
  return t('score.at_most', { actual: done, goal: amount(max ?? 0) });
}

export const PARTS = ['meals', 'energy', 'protein', 'workout', 'readings'] as const;
export type Part = (typeof PARTS)[number];

/** What is done of a part of the day's score, in words. */
export function progress(part: Part, detail: ComponentScore, figures: Figures, t: Translate): string {
  return against(
    detail.actual,
    bandOf(detail.goal, part === 'energy'),
    (value) => {
      if (part === 'energy') return `${figures.number(value)} kcal`;
      if (part === 'protein') return figures.unit(value, 'gram');
      if (part === 'workout') return figures.unit(value, 'minute');
      return figures.number(value);
    },
    figures,
    t,
  );
}
