import { LogOut } from '../api/models';
import { latestOf, usualUnit } from './kinds';

describe('the unit to begin with', () => {
  it('is the last one, then what the person is measured in', () => {
    expect(usualUnit('temperature', { units: 'METRIC' }, { kind: 'temperature', unit: 'F' })).toBe('F');
    expect(usualUnit('temperature', { units: 'IMPERIAL' })).toBe('F');
    expect(usualUnit('weight', { units: 'METRIC' })).toBe('kg');
    expect(usualUnit('glucose', { units: 'IMPERIAL' })).toBe('mg/dL');
    expect(usualUnit('glucose', { units: 'METRIC' }, { unit: 'mmol/L' })).toBe('mmol/L');
    expect(usualUnit('pulse', { units: 'METRIC' })).toBeUndefined();
  });

  it('comes from the latest log of each kind', () => {
    const log = (id: number, kind: string) => ({ id, payload: { kind } }) as unknown as LogOut;
    const latest = latestOf([log(3, 'pulse'), log(2, 'weight'), log(1, 'pulse'), log(0, 'steps')]);
    expect([latest.pulse?.id, latest.weight?.id, Object.keys(latest).length]).toEqual([3, 2, 2]);
  });
});
