import { dateFormat, numberFormat } from './formats';

describe('formats', () => {
  it('are made once for each way of writing', () => {
    expect(numberFormat('en-GB', { maximumFractionDigits: 1 })).toBe(
      numberFormat('en-GB', { maximumFractionDigits: 1 }),
    );
    expect(dateFormat('hi', { timeZone: 'UTC', weekday: 'long' })).toBe(
      dateFormat('hi', { timeZone: 'UTC', weekday: 'long' }),
    );
  });

  it('keep languages, options and kinds apart', () => {
    expect(numberFormat('en-GB', {}).format(0.5)).toBe('0.5');
    expect(numberFormat('de', {}).format(0.5)).toBe('0,5');
    expect(numberFormat('de', { style: 'percent' }).format(0.5)).toBe('50\u00a0%');
    expect(dateFormat('de', {}).format(new Date('2026-11-22T12:00:00Z'))).toBe('22.11.2026');
  });

  it('do not take one time zone for another', () => {
    const noon = new Date('2026-11-22T12:00:00Z');
    const time = (timeZone: string) => dateFormat('en-GB', { timeZone, timeStyle: 'short' }).format(noon);
    expect([time('UTC'), time('Asia/Kolkata')]).toEqual(['12:00', '17:30']);
  });
});
