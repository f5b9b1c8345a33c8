import { corrected, unitOf, valuesOf } from './vitals-values';

const pressure = { kind: 'blood_pressure', systolic: 126, diastolic: 81, pulse: 75 };

describe('the numbers of a reading', () => {
  it('are those of its kind, each within what is plausible in its unit', () => {
    expect(valuesOf(pressure).map((each) => each.name)).toEqual(['systolic', 'diastolic', 'pulse']);
    expect(valuesOf({ kind: 'temperature', unit: 'F', value: 98.6 })).toEqual([
      { name: 'value', lowest: 77, highest: 115 },
    ]);
    expect(valuesOf({ kind: 'spo2', value: 97 })[0]?.highest).toBe(100);
    expect(valuesOf({ kind: 'steps', value: 9000 })).toEqual([]);
  });

  it('are shown with their unit', () => {
    const [systolic, , pulse] = valuesOf(pressure);
    expect(systolic && unitOf(pressure, systolic)).toBe('mmHg');
    expect(pulse && unitOf(pressure, pulse)).toBe('');
    expect(unitOf({ kind: 'temperature', unit: 'C' }, { name: 'value', lowest: 0, highest: 1 })).toBe('°C');
  });

  it('replace what was said, and nothing else', () => {
    expect(corrected(pressure, { systolic: 136, diastolic: 81, pulse: null })).toEqual({
      kind: 'blood_pressure',
      systolic: 136,
      diastolic: 81,
    });
    expect(
      corrected({ kind: 'glucose', unit: 'mg/dL', value: 99, context: 'fasting' }, { value: 109 }),
    ).toEqual({
      kind: 'glucose',
      unit: 'mg/dL',
      value: 109,
      context: 'fasting',
    });
  });
});
