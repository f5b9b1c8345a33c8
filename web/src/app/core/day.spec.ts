import { inWords, todayIn } from './day';

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
});
