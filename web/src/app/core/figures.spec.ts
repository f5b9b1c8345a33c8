import { Figures } from './figures';

describe('the time of an old answer', () => {
  const now = new Date('2026-11-22T20:00:00Z');

  it('is told by the clock alone on the same day', () => {
    expect(new Figures('en').asOf(new Date('2026-11-22T10:42:00Z'), 'UTC', now)).toBe('10:42');
  });

  it('is told with its day from the next day on, by the calendar of the place', () => {
    expect(new Figures('en').asOf(new Date('2026-11-19T10:42:00Z'), 'UTC', now)).toBe('19 Nov 2026, 10:42');
    // In India the evening of one day in Greenwich is the small hours of the next.
    expect(new Figures('en').asOf(new Date('2026-11-22T10:42:00Z'), 'Asia/Kolkata', now)).toBe(
      '22 Nov 2026, 16:12',
    );
  });
});
