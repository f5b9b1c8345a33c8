import { canonical, isPossible } from '../core/bounds';
import { valuesOf } from '../core/vitals-values';
import { Kind, unitsOf } from './kinds';

type Payload = Record<string, unknown>;

/** A reading that can be, but hardly is. */
export interface Doubt {
  /** The words are vitals.doubt.<why>. */
  why: 'rare' | 'unit' | 'far';
  /** The unit in which the same number would be an everyday one. */
  unit?: string;
}

/* What a meter at home hardly ever shows; in canonical units. */
const USUAL: Record<string, [number, number]> = {
  systolic: [70, 250],
  diastolic: [35, 150],
  pulse: [30, 200],
  glucose: [30, 500],
  spo2: [75, 100],
  temperature: [34, 41.5],
  weight: [2, 250],
};
/** Between two readings of a weight a tenth is much. */
const FAR = 0.1;

/** What to ask before a reading is taken; undefined when it is one of every day. `last`: of the same kind. */
export function doubtOf(payload: Payload, last?: Payload): Doubt | undefined {
  const kind = payload['kind'] as Kind;
  const strange = isStrange(payload, last);
  if (!strange) return undefined;
  const other = unitsOf(kind)?.find((unit) => unit !== payload['unit']);
  if (other) {
    const meant = { ...payload, unit: other };
    const value = valuesOf(meant)[0];
    const possible = value !== undefined && isPossible(Number(payload['value']), value);
    if (possible && !isStrange(meant, last)) return { why: 'unit', unit: other };
  }
  return { why: strange };
}

/** The unit in which a number would be possible that is not in the chosen one. */
export function otherUnit(payload: Payload): string | undefined {
  const value = payload['value'];
  const [own] = valuesOf(payload);
  if (typeof value !== 'number' || !own || isPossible(value, own)) return undefined;
  const other = unitsOf(payload['kind'] as Kind)?.find((unit) => unit !== payload['unit']);
  const there = other === undefined ? undefined : valuesOf({ ...payload, unit: other })[0];
  return there && isPossible(value, there) ? other : undefined;
}

function isStrange(payload: Payload, last?: Payload): 'rare' | 'far' | undefined {
  const kind = String(payload['kind']);
  const rare = valuesOf(payload).some(({ name }) => {
    const [lowest, highest] = USUAL[name === 'value' ? kind : name] ?? [-Infinity, Infinity];
    const typed = payload[name];
    const number = typeof typed === 'number' ? canonical(typed, name === 'value' ? payload : {}) : lowest;
    return number < lowest || number > highest;
  });
  if (rare) return 'rare';
  if (kind !== 'weight' || typeof last?.['value'] !== 'number') return undefined;
  const [now, before] = [canonical(Number(payload['value']), payload), canonical(last['value'], last)];
  return Math.abs(now - before) > FAR * before ? 'far' : undefined;
}
