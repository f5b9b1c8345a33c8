import { formerNames, isoDate, ownTimeZone, timeZones, yearsBetween, zoneOffset } from './calendar';

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

  it('finds a zone under its former name and says its offset', () => {
    expect(formerNames('Asia/Kolkata')).toBe('Asia/Calcutta');
    expect(formerNames('Europe/Paris')).toBe('');
    expect(zoneOffset('Asia/Kolkata', 'en-GB')).toBe('GMT+05:30');
  });

  it.each([
    ['1948-03-21', '2026-03-20', 77],
    ['1948-03-21', '2026-03-21', 78],
    ['2026-11-01', '2026-11-22', 0],
  ])('tells the age of who was born on %s', (birth, today, years) => {
    expect(yearsBetween(birth, today)).toBe(years);
  });
});
