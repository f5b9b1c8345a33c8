import { addWeeks, isWeek, mondayOf, weekInWords, weekOf } from './iso-week';

describe('ISO weeks', () => {
  it.each([
    ['2026-W47', '2026-11-16'],
    ['2026-W01', '2025-12-29'],
    ['2026-W53', '2026-12-28'],
    ['2021-W01', '2021-01-04'],
  ])('%s begins on %s', (week, monday) => {
    expect(mondayOf(week)).toBe(monday);
    expect(weekOf(monday)).toBe(week);
  });

  it.each([
    ['2025-12-31', '2026-W01'],
    ['2027-01-03', '2026-W53'],
    ['2026-11-22', '2026-W47'],
  ])('%s lies in %s', (day, week) => expect(weekOf(day)).toBe(week));

  it('follow each other over the end of a year', () => {
    expect(addWeeks('2026-W53', 1)).toBe('2027-W01');
    expect(addWeeks('2026-W01', -1)).toBe('2025-W52');
  });

  it.each([['2025-W53'], ['2026-W54'], ['2026-W00'], ['2026-11-16'], [''], [undefined]])(
    'are told from %s',
    (text) => expect(isWeek(text)).toBe(false),
  );

  it('are said as the language says days', () => {
    expect(isWeek('2026-W47')).toBe(true);
    expect(weekInWords('2026-W47', 'en').replace(/\s*–\s*/, '–')).toBe('16–22 November 2026');
    expect(weekInWords('2026-W53', 'hi')).toContain('2027');
  });
});
