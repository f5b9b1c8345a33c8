import { AlertOut, AlertReading } from '../api/models';
import { Bound, Rule, sideOf } from '../core/bounds';
import { describe, Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { asLog } from '../core/outgoing-parcel';

type Payload = Record<string, unknown>;

const BOUNDS = {
  low: { inclusive: 'program.most', exclusive: 'inbox.below' },
  high: { inclusive: 'program.least', exclusive: 'inbox.above' },
};

/** A reading as it was told. */
export function enteredWords({ entered }: AlertReading, figures: Figures, t: Translate): string {
  return factsOf(entered, figures, t);
}

/** The same in the unit in which it is judged, where that is another one. */
export function canonicalWords(reading: AlertReading, rule: Rule, figures: Figures, t: Translate): string {
  const { entered, unit, value } = reading;
  if (entered['unit'] === undefined || entered['unit'] === unit) return '';
  return factsOf({ kind: rule, unit, value }, figures, t);
}

/** The bounds that make a reading so bad, such as "upper at least 180 or lower at least 120". */
export function boundWords(
  alert: Pick<AlertOut, 'rule' | 'severity' | 'reading'>,
  bounds: readonly Bound[],
  figures: Figures,
  t: Translate,
): string {
  const { reading, rule, severity } = alert;
  if (!reading || reading.band === 'long_fever') return '';
  const side = sideOf(reading.band);
  const own = bounds
    .filter((each) => each.rule === rule && each.severity === severity && each.side === side)
    .sort((one, other) => other.field.localeCompare(one.field));
  return figures.either(
    own.map(({ field, at, inclusive }) => {
      const amount = figures.number(inUnit(at, reading.entered['unit']), 1);
      const words = t(BOUNDS[side][inclusive ? 'inclusive' : 'exclusive'], { amount });
      return field === 'value' ? words : `${t(`inbox.field.${field}`)} ${words}`;
    }),
  );
}

function factsOf(payload: Payload, figures: Figures, t: Translate): string {
  return describe(asLog({ logType: 'VITALS', payload }), figures, t).facts.join(' · ');
}

/** A canonical bound in the unit that the reading was told in. */
function inUnit(at: number, unit: unknown): number {
  if (unit === 'mmol/L') return at / 18;
  return unit === 'F' ? at * 1.8 + 32 : at;
}
