import { daysOf, labelOf, rangeNamed, spanOf } from './span';

const program = { start_date: '2026-10-20', end_date: '2027-01-17' };

describe('the days of a range', () => {
  it.each([
    ['7', '2026-11-17', '2026-11-23'],
    ['30', '2026-10-25', '2026-11-23'],
    ['90', '2026-08-26', '2026-11-23'],
    ['program', '2026-10-20', '2026-11-23'],
  ] as const)('%s end today', (range, from, to) => {
    expect(spanOf(range, program, '2026-11-23')).toEqual({ from, to });
  });

  it('of a program end with it, and are its first before it begins', () => {
    expect(spanOf('program', program, '2027-03-01').to).toBe('2027-01-17');
    expect(spanOf('program', program, '2026-10-01')).toEqual({ from: '2026-10-20', to: '2026-10-20' });
  });

  it('are all of them, over a change of clocks too', () => {
    expect(daysOf({ from: '2026-10-24', to: '2026-10-26' })).toEqual([
      '2026-10-24',
      '2026-10-25',
      '2026-10-26',
    ]);
    expect(daysOf(spanOf('90', program, '2026-11-23'))).toHaveLength(90);
  });

  it('are named by their weekday in a week, else by their date', () => {
    expect(labelOf('2026-11-23', 7, 'en')).toBe('Mon');
    expect(labelOf('2026-11-23', 30, 'en')).toBe('23 Nov');
  });

  it('are thirty where the address names none', () => {
    expect(rangeNamed(undefined)).toBe('30');
    expect(rangeNamed('8')).toBe('30');
    expect(rangeNamed('program')).toBe('program');
  });
});
