import { ThresholdOut } from '../api/models';
import { Value, valuesOf } from './vitals-values';

export type Rule = ThresholdOut['rule'];
export type Side = 'low' | 'high';
export type Alarm = 'WARN' | 'URGENT';

/** Beyond `at` (at it too where it is inclusive), in the canonical unit, a number is as bad as `severity`. */
export interface Bound {
  rule: Rule;
  field: ThresholdOut['field'];
  severity: Alarm;
  side: Side;
  at: number;
  inclusive: boolean;
}

/** What a reading says of one rule: how bad, and on which side; the server has the last word. */
export interface Verdict {
  rule: Rule;
  severity: Alarm | 'NORMAL';
  side?: Side;
}

type Payload = Record<string, unknown>;
type Row = [Rule, Bound['field'], number, number, Alarm, Side, number, boolean];

const EVER = Infinity;
/**
 * The published bounds of docs/vitals.md (ACC/AHA 2017, AAP 2017, ADA, NEWS2, NHS England, NICE NG143) for the
 * moment in which the server cannot be asked: ages in completed months, from and to below.
 */
const PUBLISHED: readonly Row[] = [
  ['blood_pressure', 'systolic', 156, EVER, 'WARN', 'high', 140, true],
  ['blood_pressure', 'systolic', 156, EVER, 'URGENT', 'high', 180, true],
  ['blood_pressure', 'systolic', 156, EVER, 'WARN', 'low', 100, true],
  ['blood_pressure', 'systolic', 156, EVER, 'URGENT', 'low', 90, true],
  ['blood_pressure', 'diastolic', 156, EVER, 'WARN', 'high', 90, true],
  ['blood_pressure', 'diastolic', 156, EVER, 'URGENT', 'high', 120, true],
  ['glucose', 'value', 0, EVER, 'WARN', 'low', 70, false],
  ['glucose', 'value', 0, EVER, 'URGENT', 'low', 54, false],
  ['glucose', 'value', 0, EVER, 'WARN', 'high', 180, false],
  ['glucose', 'value', 0, EVER, 'URGENT', 'high', 250, false],
  ['spo2', 'value', 0, EVER, 'WARN', 'low', 94, true],
  ['spo2', 'value', 0, EVER, 'URGENT', 'low', 92, true],
  ['pulse', 'value', 216, EVER, 'WARN', 'low', 50, false],
  ['pulse', 'value', 216, EVER, 'URGENT', 'low', 40, true],
  ['pulse', 'value', 216, EVER, 'WARN', 'high', 100, false],
  ['pulse', 'value', 216, EVER, 'URGENT', 'high', 131, true],
  ['temperature', 'value', 0, 3, 'URGENT', 'high', 38, true],
  ['temperature', 'value', 3, EVER, 'WARN', 'high', 38, true],
  ['temperature', 'value', 3, 7, 'URGENT', 'high', 39, true],
  ['temperature', 'value', 0, EVER, 'URGENT', 'low', 35, true],
];

/** The published bounds for somebody of that age in completed months. */
export function publishedBounds(months: number): Bound[] {
  return PUBLISHED.filter(([, , from, to]) => months >= from && months < to).map(
    ([rule, field, , , severity, side, at, inclusive]) => ({ rule, field, severity, side, at, inclusive }),
  );
}

/** The bounds as the server tells them for one member, tightened ones among them. */
export function boundsOf(thresholds: readonly ThresholdOut[]): Bound[] {
  return thresholds.flatMap((each) => {
    const edge = (severity: Alarm, side: Side, at: number | null, inclusive: boolean): Bound[] =>
      at === null ? [] : [{ rule: each.rule, field: each.field, severity, side, at, inclusive }];
    return [
      ...edge('WARN', 'low', each.warn_low, each.warn_inclusive),
      ...edge('WARN', 'high', each.warn_high, each.warn_inclusive),
      ...edge('URGENT', 'low', each.urgent_low, each.urgent_inclusive),
      ...edge('URGENT', 'high', each.urgent_high, each.urgent_inclusive),
    ];
  });
}

/** On which side of the range a band lies. */
export function sideOf(band: string): Side {
  return band.endsWith('low') ? 'low' : 'high';
}

/** Completed months between two days (YYYY-MM-DD). */
export function monthsBetween(birth: string, day: string): number {
  const [by, bm, bd] = parts(birth);
  const [y, m, d] = parts(day);
  return Math.max(0, (y - by) * 12 + m - bm - (d < bd ? 1 : 0));
}

/** What the numbers so far say, one verdict for each rule that has bounds; impossible numbers say nothing. */
export function judge(payload: Payload, bounds: readonly Bound[]): Verdict[] {
  const verdicts = new Map<Rule, Verdict>();
  for (const { rule, field, value } of measured(payload)) {
    const own = bounds.filter((bound) => bound.rule === rule && bound.field === field);
    if (!own.length) continue;
    const found = own
      .filter((bound) => isBeyond(value, bound))
      .map(({ severity, side }) => ({ severity, side }));
    const worst = found.sort(byBadness)[0];
    const now: Verdict = { rule, severity: worst?.severity ?? 'NORMAL', side: worst?.side };
    const before = verdicts.get(rule);
    if (!before || byBadness(now, before) < 0) verdicts.set(rule, now);
  }
  return [...verdicts.values()];
}

/** The worst of several verdicts; undefined when nothing judges. */
export function worstOf(verdicts: readonly Verdict[]): Verdict | undefined {
  return [...verdicts].sort(byBadness)[0];
}

const ORDER = ['URGENT', 'WARN', 'NORMAL'];

/** The worse first; of two that are as bad, the high one. */
function byBadness(one: Omit<Verdict, 'rule'>, other: Omit<Verdict, 'rule'>): number {
  const place = ({ severity, side }: Omit<Verdict, 'rule'>) =>
    2 * ORDER.indexOf(severity) + (side === 'low' ? 1 : 0);
  return place(one) - place(other);
}

interface Measured {
  rule: Rule;
  field: Bound['field'];
  value: number;
}

function measured(payload: Payload): Measured[] {
  const kind = String(payload['kind']);
  return valuesOf(payload).flatMap((each): Measured[] => {
    const typed = payload[each.name];
    if (typeof typed !== 'number' || !isPossible(typed, each)) return [];
    if (each.name === 'pulse') return [{ rule: 'pulse', field: 'value', value: typed }];
    if (each.name !== 'value') {
      return [{ rule: 'blood_pressure', field: each.name as Bound['field'], value: typed }];
    }
    return kind === 'weight'
      ? []
      : [{ rule: kind as Rule, field: 'value', value: canonical(typed, payload) }];
  });
}

/** Whether a number lies within what a body and a meter can show. */
export function isPossible(number: number, { lowest, highest }: Value): boolean {
  return number >= lowest && number <= highest;
}

/** A number in the unit in which readings are kept: mg/dL in whole ones, °C in tenths, kg. */
export function canonical(value: number, { unit }: Payload): number {
  switch (unit) {
    case 'mmol/L':
      return Math.round(value * 18);
    case 'C':
      return Math.round(millionths(value) / 1e5) / 10;
    case 'F':
      return Math.round((millionths(value) - 32e6) / 18e4) / 10;
    case 'lb':
      return Math.round(value * 453.59237) / 1000;
    default:
      return value;
  }
}

/** A whole number, which keeps a half a half: the server counts in decimals, and rounds it up. */
function millionths(value: number): number {
  return Math.round(value * 1e6);
}

/** A value between the whole numbers of its table falls into the worse band. */
function isBeyond(value: number, { rule, side, at, inclusive }: Bound): boolean {
  const whole = side === 'low' ? Math.floor(value) : Math.ceil(value);
  const number = rule === 'temperature' ? value : whole;
  if (number === at) return inclusive;
  return side === 'low' ? number < at : number > at;
}

function parts(day: string): [number, number, number] {
  const [year, month, date] = day.split('-').map(Number);
  return [year ?? 0, month ?? 0, date ?? 0];
}
