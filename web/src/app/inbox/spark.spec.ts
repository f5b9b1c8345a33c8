import { TestBed } from '@angular/core/testing';

import { ReadingOut } from '../api/models';
import { Spark, sparkOf } from './spark';

const reading = (day: number, value: number, value2: number | null = null) =>
  ({
    at: new Date(Date.UTC(2026, 10, day)).toISOString(),
    value,
    value2,
    severity: value > 179 ? 'URGENT' : value > 139 ? 'WARN' : 'NORMAL',
  }) as ReadingOut;

describe('a small line of readings', () => {
  it('goes from the left to the right by time, and from the lowest to the highest', () => {
    const [line, ...others] = sparkOf([reading(1, 50), reading(2, 100), reading(4, 75)]);
    expect(line?.runs).toEqual(['6,58 82,6 234,32']);
    expect(line?.dots.map(({ last }) => last)).toEqual([false, false, true]);
    expect(others).toEqual([]);
  });

  it('has no line where more than two days have no reading', () => {
    const [line] = sparkOf([1, 2, 5, 9, 10].map((day) => reading(day, day)));
    expect(line?.runs.map((points) => points.split(' ').length)).toEqual([2, 2]);
    expect(line?.dots).toHaveLength(5);
  });

  it('is two for blood pressure, on one scale', () => {
    const [upper, lower] = sparkOf([reading(1, 120, 80), reading(2, 180, 110)]);
    expect(upper?.dots.map(({ y }) => y)).toEqual([37, 6]);
    expect(lower?.dots.map(({ y }) => y)).toEqual([58, 42]);
    expect(upper?.dots.at(-1)?.severity).toBe('URGENT');
  });

  it('stands in the middle when nothing moves', () => {
    expect(sparkOf([reading(1, 98)])[0]?.dots).toMatchObject([{ x: 120, y: 32 }]);
    expect(sparkOf([])).toEqual([]);
  });

  it('has a shape for each severity, not a colour alone', async () => {
    const fixture = TestBed.createComponent(Spark);
    fixture.componentRef.setInput('readings', [reading(1, 120), reading(2, 150), reading(3, 185)]);
    fixture.componentRef.setInput('words', '');
    await fixture.whenStable();
    const svg = (fixture.nativeElement as HTMLElement).querySelector('svg');
    const corners = [...(svg?.querySelectorAll('path') ?? [])].map((path) => path.getAttribute('d'));

    expect(svg?.querySelectorAll('circle')).toHaveLength(1);
    expect(corners.map((d) => d?.includes('h'))).toEqual([false, true]);
  });
});
