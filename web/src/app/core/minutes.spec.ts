import { computed } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { Minutes } from './minutes';
import { todayIn } from './day';

describe('the minutes', () => {
  afterEach(() => vi.useRealTimers());

  function at(instant: string): Minutes {
    vi.useFakeTimers({ now: new Date(instant) });
    return TestBed.inject(Minutes);
  }

  it('turns the day at the midnight of each place', () => {
    const minutes = at('2026-11-22T09:59:30Z');
    const islands = computed(() => todayIn('Pacific/Kiritimati', minutes.now()));
    expect(islands()).toBe('2026-11-22');

    vi.advanceTimersByTime(29_999);
    expect(islands()).toBe('2026-11-22');
    vi.advanceTimersByTime(1);
    expect(islands()).toBe('2026-11-23');
    expect(todayIn('Pacific/Pago_Pago', minutes.now())).toBe('2026-11-21');
  });

  it.each([
    ['loses an hour', '2026-03-08T05:00:00Z', '2026-03-08', 23, '2026-03-09'],
    ['wins an hour', '2026-11-01T03:30:00Z', '2026-10-31', 0.5, '2026-11-01'],
    ['has won an hour', '2026-11-01T04:00:00Z', '2026-11-01', 25, '2026-11-02'],
  ])('turns a day that %s on time', (_, start, before, hours, after) => {
    const minutes = at(start);
    const there = () => todayIn('America/New_York', minutes.now());
    expect(there()).toBe(before);

    vi.advanceTimersByTime(hours * 3_600_000 - 1);
    expect(there()).toBe(before);
    vi.advanceTimersByTime(1);
    expect(there()).toBe(after);
  });

  it('knows the time at once when the page is looked at again', () => {
    const minutes = at('2026-11-22T09:00:10Z');
    vi.setSystemTime(new Date('2026-11-23T06:00:00Z'));
    document.dispatchEvent(new Event('visibilitychange'));

    expect(minutes.now().toISOString()).toBe('2026-11-23T06:00:00.000Z');
  });
});
