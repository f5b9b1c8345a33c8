import { ThresholdOut } from '../api/models';
import { boundsOf, canonical, judge, monthsBetween, publishedBounds, worstOf } from './bounds';

const ADULT = publishedBounds(78 * 12);
const worst = (payload: Record<string, unknown>, bounds = ADULT) => {
  const found = worstOf(judge(payload, bounds));
  return found && [found.rule, found.severity, found.side].filter((each) => each).join(' ');
};
const pressure = (systolic?: number, diastolic?: number, pulse?: number) => ({
  kind: 'blood_pressure',
  systolic,
  diastolic,
  pulse,
});

describe('what a typed reading says', () => {
  it.each([
    [pressure(126, 79), 'blood_pressure NORMAL'],
    [pressure(140, 79), 'blood_pressure WARN high'],
    [pressure(179, 119), 'blood_pressure WARN high'],
    [pressure(180, 79), 'blood_pressure URGENT high'],
    [pressure(150, 120), 'blood_pressure URGENT high'],
    [pressure(180), 'blood_pressure URGENT high'],
    [pressure(90, 60), 'blood_pressure URGENT low'],
    [pressure(95, 92), 'blood_pressure WARN high'],
    [pressure(120, 70, 131), 'pulse URGENT high'],
    [{ kind: 'glucose', value: 54, unit: 'mg/dL' }, 'glucose WARN low'],
    [{ kind: 'glucose', value: 53.9, unit: 'mg/dL' }, 'glucose URGENT low'],
    [{ kind: 'glucose', value: 13.9, unit: 'mmol/L' }, 'glucose WARN high'],
    [{ kind: 'glucose', value: 14, unit: 'mmol/L' }, 'glucose URGENT high'],
    [{ kind: 'spo2', value: 92.5 }, 'spo2 URGENT low'],
    [{ kind: 'spo2', value: 94.5 }, 'spo2 WARN low'],
    [{ kind: 'spo2', value: 95 }, 'spo2 NORMAL'],
    [{ kind: 'pulse', value: 40 }, 'pulse URGENT low'],
    [{ kind: 'pulse', value: 130.5 }, 'pulse URGENT high'],
    [{ kind: 'temperature', value: 100.4, unit: 'F' }, 'temperature WARN high'],
    [{ kind: 'temperature', value: 95, unit: 'F' }, 'temperature URGENT low'],
    [{ kind: 'temperature', value: 35.1, unit: 'C' }, 'temperature NORMAL'],
  ])('is judged by the published bounds: %o', (payload, said) => expect(worst(payload)).toBe(said));

  it.each([[pressure(18)], [{ kind: 'glucose', unit: 'mg/dL' }], [{ kind: 'weight', value: 7, unit: 'kg' }]])(
    'is nothing while it cannot be, or where nothing judges: %o',
    (payload) => expect(worst(payload)).toBeUndefined(),
  );

  it.each([
    [37.95, 'C', 38],
    [37.949, 'C', 37.9],
    [35.05, 'C', 35.1],
    [100.31, 'F', 38],
    [95.09, 'F', 35.1],
    [100.22, 'F', 37.9],
  ])('is rounded as on the server: %d °%s', (value, unit, celsius) =>
    expect(canonical(value, { unit })).toBe(celsius),
  );

  it('of a temperature with two decimals is what the server will say', () => {
    expect(worst({ kind: 'temperature', value: 37.96, unit: 'C' }, publishedBounds(2))).toBe(
      'temperature URGENT high',
    );
    expect(worst({ kind: 'temperature', value: 35.04, unit: 'C' })).toBe('temperature URGENT low');
  });

  it('depends on the age', () => {
    expect(worst(pressure(190, 100), publishedBounds(12 * 12))).toBeUndefined();
    expect(worst({ kind: 'pulse', value: 150 }, publishedBounds(17 * 12))).toBeUndefined();
    const fever = { kind: 'temperature', value: 38.5, unit: 'C' };
    expect(worst(fever, publishedBounds(2))).toBe('temperature URGENT high');
    expect(worst(fever, publishedBounds(5))).toBe('temperature WARN high');
    expect(monthsBetween('2026-08-24', '2026-11-23')).toBe(2);
    expect(monthsBetween('2026-08-23', '2026-11-23')).toBe(3);
  });

  it('follows what the server has tightened', () => {
    const own = {
      rule: 'spo2',
      field: 'value',
      warn_low: 96,
      warn_high: null,
      urgent_low: 94,
      urgent_high: null,
      warn_inclusive: true,
      urgent_inclusive: true,
    } as ThresholdOut;
    expect(worst({ kind: 'spo2', value: 94 }, boundsOf([own]))).toBe('spo2 URGENT low');
    expect(worst({ kind: 'spo2', value: 96 }, boundsOf([own]))).toBe('spo2 WARN low');
  });
});
