import { named, scaleOf } from './scale';

describe('a scale', () => {
  it.each([
    [0, 100, [0, 25, 50, 75, 100]],
    [76, 150, [60, 80, 100, 120, 140, 160]],
    [36.4, 38.2, [36, 36.5, 37, 37.5, 38, 38.5]],
    [0, 1650, [0, 500, 1000, 1500, 2000]],
    [71.2, 71.9, [71.2, 71.4, 71.6, 71.8, 72]],
  ])('from %s to %s has round ticks around it', (low, high, ticks) => {
    expect(scaleOf(low, high)).toEqual({ low: ticks[0], high: ticks.at(-1), ticks });
  });

  it.each([0, 98, 0.3, 120])('of %s alone lies around it', (value) => {
    const { low, high } = scaleOf(value, value);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  it('holds whatever it is made for', () => {
    for (let each = 1; each < 400; each += 7) {
      const [low, high] = [each / 3, each / 3 + (each % 11) + 0.1];
      const scale = scaleOf(low, high);
      expect(scale.low).toBeLessThanOrEqual(low);
      expect(scale.high).toBeGreaterThanOrEqual(high);
      expect(scale.ticks.length).toBeLessThan(8);
    }
  });
});

describe('the columns that are named', () => {
  it('are all of a few', () => expect(named(7, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]));
  it('are the first, the last and some between', () => expect(named(90, 5)).toEqual([0, 22, 45, 67, 89]));
});
