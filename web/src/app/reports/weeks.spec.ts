import { ReportOut } from '../api/models';
import { mondayOf, pressureSpans, scoreBars, weekInWords } from './weeks';

const day = (date: string, score: number | null) => ({ date, score, logs: 1, minutes: 0 });
const report = {
  days: [day('2026-11-16', 90), day('2026-11-17', null), day('2026-11-18', 62.5)],
  blood_pressure: {
    days: [
      {
        date: '2026-11-18',
        readings: 2,
        systolic_min: 120,
        systolic_max: 195,
        diastolic_min: 80,
        diastolic_max: 80,
      },
    ],
  },
} as ReportOut;

describe('a week as a picture', () => {
  it('is named by its days', () => {
    expect(weekInWords('2026-11-30', 'en')).toContain('30 November');
    expect(weekInWords('2026-11-30', 'en')).toContain('6 December 2026');
  });

  it('begins on a Monday', () => {
    expect(['2026-11-16', '2026-11-19', '2026-11-22', '2026-11-23'].map(mondayOf)).toEqual([
      '2026-11-16',
      '2026-11-16',
      '2026-11-16',
      '2026-11-23',
    ]);
  });

  it('has a bar for each day that was due, and says which are covered', () => {
    expect(scoreBars(report, 'en')).toEqual([
      { name: 'Mon', label: '90', tall: 90, covered: true },
      { name: 'Tue', label: '–', tall: 0, covered: false },
      { name: 'Wed', label: '62.5', tall: 62.5, covered: false },
    ]);
  });

  it('spans from the lowest to the highest reading, on a scale that holds them all', () => {
    const [monday, , wednesday] = pressureSpans(report, 'en');
    expect(monday?.spans).toEqual([]);
    expect(wednesday?.spans[0]?.top).toBeCloseTo((5 / 140) * 100);
    expect(wednesday?.spans[0]?.tall).toBeCloseTo((75 / 140) * 100);
    expect(wednesday?.spans[1]?.tall).toBe(3);
  });
});
