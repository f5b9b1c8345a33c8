import { Pace } from './pace';

describe('a pace', () => {
  let done: number;
  let pace: Pace;

  beforeEach(() => {
    vi.useFakeTimers();
    done = 0;
    pace = new Pace(() => done++, 2, 3_000);
  });
  afterEach(() => vi.useRealTimers());

  it('takes what comes together for one', () => {
    pace.ask();
    pace.ask();
    vi.advanceTimersByTime(100);

    expect(done).toBe(1);
  });

  it('is quick at first, then keeps measure, and misses nothing', () => {
    const times: number[] = [];
    for (let ms = 0; ms < 12_000; ms += 100) {
      const before = done;
      pace.ask();
      vi.advanceTimersByTime(100);
      if (done > before) times.push(ms);
    }
    expect(times.slice(0, 2)).toEqual([0, 100]);
    expect(done).toBeLessThanOrEqual(6);

    const before = done;
    pace.ask();
    vi.advanceTimersByTime(3_000);
    expect(done).toBeGreaterThan(before);
  });

  it('stops', () => {
    pace.ask();
    pace.stop();
    vi.advanceTimersByTime(10_000);

    expect(done).toBe(0);
  });
});
