import { isoDate, ownTimeZone, timeZones } from './calendar';

describe('the calendar of the form', () => {
  it('writes a day as the API reads it', () => {
    expect(isoDate(new Date(2026, 0, 5))).toBe('2026-01-05');
  });

  it('offers each zone once, under its present name, the device’s own first', () => {
    const zones = timeZones();

    expect(zones[0]).toBe(ownTimeZone());
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).toContain('Asia/Kolkata');
    expect(zones).not.toContain('Asia/Calcutta');
  });
});
