import { instantAt, loggable, mealAt, wallClock } from './meal-time';

describe("the member's clocks", () => {
  it.each([
    ['Asia/Kolkata', '2026-11-22T18:30:00Z', '2026-11-23T00:00'],
    ['America/New_York', '2026-11-22T18:30:00Z', '2026-11-22T13:30'],
    ['Pacific/Chatham', '2026-11-22T18:30:00Z', '2026-11-23T08:15'],
  ])('%s shows an instant and gives it back', (zone, instant, wall) => {
    expect(wallClock(new Date(instant), zone)).toBe(wall);
    expect(instantAt(wall, zone)).toBe(instant.replace('Z', '.000Z'));
  });

  it('lets nothing be logged ahead or outside the program', () => {
    const program = { start_date: '2026-11-01', end_date: '2027-01-29' };
    const now = new Date('2026-11-22T18:30:00Z');
    expect(loggable(program, 'Asia/Kolkata', now)).toEqual({
      earliest: '2026-11-01T00:00',
      latest: '2026-11-23T00:00',
    });
    expect(loggable(program, 'Asia/Kolkata', new Date('2027-03-01T00:00:00Z')).latest).toBe(
      '2027-01-29T23:59',
    );
  });

  it.each([
    ['07:30', 'BREAKFAST'],
    ['13:00', 'LUNCH'],
    ['16:30', 'SNACK'],
    ['20:15', 'DINNER'],
    ['23:30', 'SNACK'],
    ['02:00', 'SNACK'],
  ])('at %s it is probably %s', (time, meal) => {
    expect(mealAt(`2026-11-22T${time}`)).toBe(meal);
  });
});
