import { DayScore } from '../api/models';
import { DayScores } from './day-scores';

describe('the scores of the days on the page', () => {
  let asked: string[];
  let scores: DayScores;
  let broken: boolean;

  beforeEach(() => {
    asked = [];
    broken = false;
    scores = new DayScores(async (from, to) => {
      asked.push(`${from}…${to}`);
      if (broken) throw new Error('away');
      return [from, to].map((date) => ({ date, total_score: asked.length, provisional: false }) as DayScore);
    });
  });

  it('are fetched where the page grows, and each only once', async () => {
    await scores.cover(['2026-11-22', '2026-11-20']);
    await scores.cover(['2026-11-22', '2026-11-21', '2026-11-20']);
    await scores.cover(['2026-11-22', '2026-11-20', '2026-11-15']);
    await scores.cover(['2026-11-23', '2026-11-15']);

    expect(asked).toEqual(['2026-11-20…2026-11-22', '2026-11-15…2026-11-20', '2026-11-22…2026-11-23']);
    expect(scores.of('2026-11-15')?.total_score).toBe(2);
    expect(scores.of('2026-11-01')).toBeUndefined();
  });

  it('are all fetched anew when something may have changed', async () => {
    await scores.lookAgain();
    await scores.cover(['2026-11-22', '2026-11-20']);
    await scores.lookAgain();

    expect(asked).toEqual(['2026-11-20…2026-11-22', '2026-11-20…2026-11-22']);
    expect(scores.of('2026-11-22')?.total_score).toBe(2);
  });

  it('that did not come are asked for again', async () => {
    broken = true;
    await scores.cover(['2026-11-22']);
    broken = false;
    await scores.cover(['2026-11-22']);

    expect(asked).toHaveLength(2);
    expect(scores.of('2026-11-22')).toBeDefined();
  });
});
