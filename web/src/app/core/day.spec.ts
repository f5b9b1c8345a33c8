import { addDays, hourIn, inWords, todayIn, weekdayOf } from './day';

describe('a member’s day', () => {
  const lateOnSaturday = new Date('2026-11-21T20:00:00Z');

  it('begins at the member’s own midnight', () => {
    expect(todayIn('Asia/Kolkata', lateOnSaturday)).toBe('2026-11-22');
    expect(todayIn('America/New_York', lateOnSaturday)).toBe('2026-11-21');
  });

  it('is said in the language of the page', () => {
    expect(inWords('2026-11-22', 'en')).toBe('Sunday 22 November');
    expect(inWords('2026-11-22', 'hi')).toContain('रविवार');
  });

  it('has the hour of its own clocks', () => {
    expect(hourIn('Asia/Kolkata', lateOnSaturday)).toBe(1.5);
    expect(hourIn('Asia/Kolkata', new Date('2026-11-21T18:30:00Z'))).toBe(0);
    expect(hourIn('America/New_York', lateOnSaturday)).toBe(15);
  });

  it('is counted by the calendar', () => {
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addDays('2026-12-28', 6)).toBe('2027-01-03');
    expect(weekdayOf('2026-11-22', 'en', 'short')).toBe('Sun');
    expect(weekdayOf('2026-11-22', 'hi', 'short')).toBe('रवि');
  });
});
