import { instantOf, wallTime } from './clock';

describe('the clock on a member’s wall', () => {
  it('shows the member’s own day and time', () => {
    expect(wallTime('Asia/Kolkata', '2026-11-21T20:05:30Z')).toEqual({ date: '2026-11-22', time: '01:35' });
    expect(wallTime('America/New_York', '2026-11-22T05:00:00Z')).toEqual({
      date: '2026-11-22',
      time: '00:00',
    });
  });

  it.each([
    ['Asia/Kolkata', '2026-11-22', '01:35', '2026-11-21T20:05:00.000Z'],
    ['America/New_York', '2026-07-01', '08:00', '2026-07-01T12:00:00.000Z'],
    ['Pacific/Kiritimati', '2026-01-01', '00:00', '2025-12-31T10:00:00.000Z'],
    // The hour that comes twice when summer ends, and the one that is skipped when it begins.
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['Europe/Berlin', '2026-03-29', '03:30', '2026-03-29T01:30:00.000Z'],
  ])('in %s tells %s %s as %s', (zone, date, time, instant) => {
    expect(instantOf({ date, time }, zone)).toBe(instant);
  });
});
