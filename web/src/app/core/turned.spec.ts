import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { whenTurned } from './turned';

describe('whenTurned', () => {
  it('runs for another value, not for the first one nor for the same', () => {
    const day = signal<string | undefined>(undefined);
    let times = 0;
    TestBed.runInInjectionContext(() => whenTurned(day, () => times++));
    const after = (value: string | undefined) => {
      day.set(value);
      TestBed.tick();
      return times;
    };

    expect(after(undefined)).toBe(0);
    expect(after('2026-11-22')).toBe(0);
    expect(after('2026-11-22')).toBe(0);
    expect(after('2026-11-23')).toBe(1);
    expect(after('')).toBe(1);
    expect(after('2026-11-24')).toBe(1);
  });
});
