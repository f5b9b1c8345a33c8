import en from '../../i18n/en.json';
import { AlertReading } from '../api/models';
import { Bound, publishedBounds } from '../core/bounds';
import { Figures } from '../core/figures';
import { sideOf } from '../core/bounds';
import { boundWords, canonicalWords, enteredWords } from './alert-words';

const figures = new Figures('en');
const t = (key: string, params: Record<string, unknown> = {}) => {
  let words: unknown = en;
  for (const part of key.split('.')) words = (words as Record<string, unknown>)[part];
  return String(words).replace(/{{(\w+)}}/g, (_, name: string) => String(params[name]));
};
const ADULT = publishedBounds(900);
const reading = (band: string, entered: Record<string, unknown>, value = 0, unit = '') =>
  ({ band, entered, value, unit }) as AlertReading;
const bound = (
  rule: 'blood_pressure' | 'glucose' | 'spo2' | 'temperature',
  found: AlertReading,
  all: Bound[] = ADULT,
) => boundWords({ rule, severity: 'URGENT', reading: found }, all, figures, t);

describe('the words of an alert', () => {
  it('say the bound as the table has it, in the unit that was told', () => {
    const pressure = { kind: 'blood_pressure', systolic: 185, diastolic: 95 };
    expect(bound('blood_pressure', reading('crisis', pressure))).toBe(
      'upper at least 180 or lower at least 120',
    );
    expect(bound('spo2', reading('very_low', { kind: 'spo2', value: 90 }))).toBe('at most 92');
    expect(bound('glucose', reading('very_high', { unit: 'mmol/L' }))).toBe('above 13.9');
    expect(bound('glucose', reading('very_low', { unit: 'mg/dL' }))).toBe('below 54');
    expect(bound('temperature', reading('very_low', { unit: 'F' }))).toBe('at most 95');
    expect(bound('temperature', reading('long_fever', { unit: 'C' }))).toBe('');
    expect(bound('glucose', reading('very_low', {}), [])).toBe('');
  });

  it('say a reading as it was told, and as it was judged where that is another unit', () => {
    const sugar = reading('high', { kind: 'glucose', value: 11.4, unit: 'mmol/L' }, 205, 'mg/dL');
    expect(enteredWords(sugar, figures, t)).toBe('11.4 mmol/L');
    expect(canonicalWords(sugar, 'glucose', figures, t)).toBe('205 mg/dL');
    const pulse = reading('high', { kind: 'pulse', value: 120 }, 120, '/min');
    expect(canonicalWords(pulse, 'pulse', figures, t)).toBe('');
  });

  it.each([
    ['very_low', 'low'],
    ['own_low', 'low'],
    ['crisis', 'high'],
    ['long_fever', 'high'],
  ])('know that %s is %s', (band, side) => expect(sideOf(band)).toBe(side));
});
