import { Today as Score } from '../api/models';
import { IconName } from '../ui/icon';
import { Part } from './goals';

/** How much each part weighs where it is due (docs/adherence.md). */
const WEIGHTS: Record<Part, number> = { meals: 20, energy: 20, protein: 20, workout: 40, readings: 20 };

/** The three sides of a day; each has an arc of the ring. */
const SIDES = {
  nutrition: ['meals', 'energy', 'protein'],
  workout: ['workout'],
  readings: ['readings'],
} as const satisfies Record<string, readonly Part[]>;

export type Side = keyof typeof SIDES;

export interface Arc {
  side: Side | 'whole';
  /** Its share of the ring, 0-1: what it weighs of all that is due. */
  share: number;
  /** How much of it is done, 0-1. */
  filled: number;
  /** Part of it is an estimate that nobody has looked at. */
  estimate: boolean;
}

/**
 * The ring of a day: each side weighs as in the score, so that all that is filled together is the score.
 * Of a day whose parts are not all told to the reader, the ring is one arc.
 */
export function arcsOf({ total_score: total, details, provisional }: Score): Arc[] {
  if (total === null) return [];
  const arcs = Object.entries(SIDES).flatMap(([side, parts]) => {
    const due = parts.filter((part) => details[part]?.due);
    const weight = due.reduce((sum, part) => sum + WEIGHTS[part], 0);
    const earned = due.reduce((sum, part) => sum + WEIGHTS[part] * (details[part]?.credit ?? 0), 0);
    return weight ? [{ side: side as Side, weight, earned }] : [];
  });
  const weight = arcs.reduce((sum, arc) => sum + arc.weight, 0);
  const earned = arcs.reduce((sum, arc) => sum + arc.earned, 0);
  const told = weight > 0 && Math.abs((earned * 100) / weight - total) <= 1;
  const whole = ['meals', 'workout', 'readings'].every((part) => part in details);
  if (!told || !whole) return [{ side: 'whole', share: 1, filled: total / 100, estimate: provisional }];
  return arcs.map((arc) => ({
    side: arc.side,
    share: arc.weight / weight,
    filled: arc.earned / arc.weight,
    // Only photos of meals are ever estimated.
    estimate: provisional && arc.side === 'nutrition',
  }));
}

export const SIDE_ICONS: Record<Side, IconName> = { nutrition: 'meal', workout: 'move', readings: 'heart' };
