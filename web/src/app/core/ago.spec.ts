import { ago } from './ago';

const NOW = new Date('2026-11-22T12:00:00Z');

describe('how long ago', () => {
  it.each([
    ['2026-11-22T11:59:30Z', 'this minute'],
    ['2026-11-22T11:55:20Z', '4 minutes ago'],
    ['2026-11-22T10:00:00Z', '2 hours ago'],
    ['2026-11-21T11:00:00Z', 'yesterday'],
    ['2026-11-12T12:00:00Z', '10 days ago'],
    ['2026-11-22T12:00:05Z', 'this minute'],
  ])('%s was', (instant, words) => {
    expect(ago(instant, NOW, 'en-GB')).toBe(words);
  });

  it('is said in the language of the page', () => {
    expect(ago('2026-11-22T11:55:00Z', NOW, 'hi')).toBe('5 मिनट पहले');
  });
});
