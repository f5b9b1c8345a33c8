import { MemberOut, ThresholdOut } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { fromKilograms } from '../core/workout';

export type Rule = 'blood_pressure' | 'glucose' | 'spo2' | 'pulse' | 'temperature' | 'weight';
export type Sugar = 'mg/dL' | 'mmol/L';

const MG_DL = 18;

/** How figures of one kind of reading are shown: in which unit, and with how many decimals. */
export interface Measure {
  /** A canonical figure in the unit that is shown. */
  shown(value: number): number;
  /** A shown figure without its unit, with a decimal where there is one: 94.5 is low, 95 is not. */
  figure(value: number): string;
  /** A mean of shown figures, as precise as what is measured usually is. */
  mean(value: number): string;
  /** A shown figure, or two of them as from–to or upper/lower, with the unit. */
  words(figures: string): string;
  unit: string;
}

/** The measure of a kind of reading, in the member's units; of sugar in the one that was chosen. */
export function measureOf(
  rule: Rule,
  units: MemberOut['units'],
  sugar: Sugar,
  figures: Figures,
  t: Translate,
): Measure {
  const imperial = units === 'IMPERIAL';
  const plain = (unit: string, digits = 0, shown = (value: number) => value): Measure => ({
    shown,
    figure: (value) => figures.number(value, 1),
    mean: (value) => figures.number(value, digits),
    words: (text) => (unit === '%' ? `${text}${unit}` : `${text} ${unit}`),
    unit,
  });
  switch (rule) {
    case 'blood_pressure':
      return plain('mmHg');
    case 'glucose':
      return sugar === 'mmol/L' ? plain('mmol/L', 1, (value) => value / MG_DL) : plain('mg/dL');
    case 'spo2':
      return plain('%');
    case 'pulse':
      return { ...plain(''), words: (count) => t('log.beats', { count }), unit: t('trends.per_minute') };
    case 'temperature':
      return imperial ? plain('°F', 1, (value) => (value * 9) / 5 + 32) : plain('°C', 1);
    case 'weight':
      return imperial ? plain('lb', 1, (value) => fromKilograms(value, units)) : plain('kg', 1);
  }
}

/** The figures between which nothing is said of a reading, of one field. */
export function fineOf(
  bounds: readonly ThresholdOut[],
  rule: Rule,
  field: ThresholdOut['field'] = 'value',
): { min?: number; max?: number; urgent: number[] } | undefined {
  const found = bounds.find((each) => each.rule === rule && each.field === field);
  if (!found) return undefined;
  return {
    min: found.warn_low ?? found.urgent_low ?? undefined,
    max: found.warn_high ?? found.urgent_high ?? undefined,
    urgent: [found.urgent_low, found.urgent_high].filter((each) => each !== null),
  };
}
