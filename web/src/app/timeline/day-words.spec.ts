import { dayWords } from './day-words';

describe('the heading of a day', () => {
  const words = (day: string, today = '2026-03-01') => dayWords(day, today, 'en', (key) => key);

  it('is what people call it', () => {
    expect(words('2026-03-01')).toBe('timeline.today');
    expect(words('2026-02-28')).toBe('timeline.yesterday');
    expect(words('2026-02-27')).toBe('Friday 27 February');
    expect(words('2026-03-02')).toBe('Monday 2 March');
  });

  it('names the year where it is another one', () => {
    expect(words('2025-12-30')).toBe('Tuesday, 30 December 2025');
    expect(words('2025-12-31', '2026-01-01')).toBe('timeline.yesterday');
  });
});
