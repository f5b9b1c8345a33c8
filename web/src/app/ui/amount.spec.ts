import { stepped } from './amount';

const bounds = (step: number, min = 1, max = 100) => ({ step: () => step, min: () => min, max: () => max });

describe('the steps of an amount', () => {
  it.each([
    [30, 1, 5, 35],
    [30, -1, 5, 25],
    [32, 1, 5, 35],
    [32, -1, 5, 30],
    [98, 1, 5, 100],
    [100, 1, 5, 100],
    [3, -1, 5, 1],
    [1, -1, 1, 1],
    [null, 1, 5, 5],
  ] as const)('from %s by %i in steps of %i leads to %i', (value, by, step, next) => {
    expect(stepped(value, by, bounds(step))).toBe(next);
  });
});
