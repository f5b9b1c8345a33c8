import { ReadingOut } from '../api/models';
import { sparkOf } from './spark';

const reading = (value: number, value2: number | null = null) =>
  ({ value, value2, severity: value > 179 ? 'URGENT' : 'NORMAL' }) as ReadingOut;

describe('a small line of readings', () => {
  it('goes from the left to the right and from the lowest to the highest', () => {
    const [line, ...others] = sparkOf([reading(50), reading(100), reading(75)]);
    expect(line?.points).toBe('6,58 120,6 234,32');
    expect(line?.dots.map(({ last }) => last)).toEqual([false, false, true]);
    expect(others).toEqual([]);
  });

  it('is two for blood pressure, on one scale', () => {
    const [upper, lower] = sparkOf([reading(120, 80), reading(180, 110)]);
    expect(upper?.dots.map(({ y }) => y)).toEqual([37, 6]);
    expect(lower?.dots.map(({ y }) => y)).toEqual([58, 42]);
    expect(upper?.dots.at(-1)?.severity).toBe('URGENT');
  });

  it('stands in the middle when nothing moves', () => {
    expect(sparkOf([reading(98)])[0]?.points).toBe('120,32');
    expect(sparkOf([])).toEqual([]);
  });
});
