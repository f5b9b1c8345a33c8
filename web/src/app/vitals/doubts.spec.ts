import { doubtOf, otherUnit } from './doubts';

const glucose = (value: number, unit: string) => ({ kind: 'glucose', value, unit });
const weight = (value: number, unit = 'kg') => ({ kind: 'weight', value, unit });

describe('a reading that hardly can be', () => {
  it.each([
    [glucose(104, 'mg/dL'), undefined],
    [glucose(90, 'mmol/L'), { why: 'unit', unit: 'mg/dL' }],
    [glucose(12, 'mg/dL'), { why: 'unit', unit: 'mmol/L' }],
    [glucose(620, 'mg/dL'), { why: 'rare' }],
    [{ kind: 'temperature', value: 39.8, unit: 'C' }, undefined],
    [{ kind: 'temperature', value: 42.5, unit: 'C' }, { why: 'rare' }],
    [{ kind: 'blood_pressure', systolic: 185, diastolic: 95 }, undefined],
    [{ kind: 'blood_pressure', systolic: 185, diastolic: 95, pulse: 220 }, { why: 'rare' }],
    [{ kind: 'spo2', value: 60 }, { why: 'rare' }],
  ])('is asked about: %o', (payload, doubt) => expect(doubtOf(payload)).toEqual(doubt));

  it('is so beside the last one of a weight', () => {
    expect(doubtOf(weight(71.5), weight(71))).toBeUndefined();
    expect(doubtOf(weight(61), weight(71))).toEqual({ why: 'far' });
    expect(doubtOf(weight(157), weight(71))).toEqual({ why: 'unit', unit: 'lb' });
    expect(doubtOf(weight(157, 'lb'), weight(71))).toBeUndefined();
  });

  it('may be possible in the other unit', () => {
    expect(otherUnit({ kind: 'temperature', value: 98.6, unit: 'C' })).toBe('F');
    expect(otherUnit(glucose(5.5, 'mg/dL'))).toBe('mmol/L');
    expect(otherUnit(glucose(5.5, 'mmol/L'))).toBeUndefined();
    expect(otherUnit({ kind: 'spo2', value: 20 })).toBeUndefined();
  });
});
