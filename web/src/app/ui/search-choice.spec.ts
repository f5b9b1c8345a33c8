import { matching } from './search-choice';

const CHOICES = [
  { value: 'Asia/Kolkata', label: 'Asia/Kolkata', also: 'Asia/Calcutta' },
  { value: 'America/New_York', label: 'America/New York' },
  { value: 'America/Sao_Paulo', label: 'America/São Paulo' },
  { value: 'Europe/London', label: 'Europe/London' },
];
const names = (search: string) => matching(CHOICES, search).map((each) => each.value);

describe('a search among many choices', () => {
  it('offers all while nothing is typed', () => {
    expect(names('  ')).toHaveLength(4);
  });

  it.each([
    ['kolk', 'Asia/Kolkata'],
    ['calcutta', 'Asia/Kolkata'],
    ['new york', 'America/New_York'],
    ['york america', 'America/New_York'],
    ['sao', 'America/Sao_Paulo'],
  ])('finds by “%s”', (search, value) => {
    expect(names(search)).toEqual([value]);
  });

  it('puts those first of whom a word begins so', () => {
    expect(names('lon')).toEqual(['Europe/London']);
    expect(names('a')[0]).toBe('Asia/Kolkata');
  });

  it('finds nothing for what is not there', () => {
    expect(names('atlantis')).toEqual([]);
  });
});
