import { ComponentScore, Today as Score } from '../api/models';
import { arcsOf } from './score';

const part = (credit: number, due = true): ComponentScore => ({ actual: 1, goal: 2, credit, due });

function day(details: Record<string, ComponentScore>, total: number | null, provisional = false): Score {
  const none = part(0, false);
  const all = { meals: none, energy: none, protein: none, workout: none, readings: none };
  return { date: '2026-11-22', total_score: total, provisional, details: { ...all, ...details } };
}

describe('the ring of a day', () => {
  it('weighs each side as the score does, so that what is filled is the score', () => {
    const food = { meals: part(1), energy: part(0.5), protein: part(0.3) };
    const arcs = arcsOf(day({ ...food, workout: part(0.75), readings: part(1) }, 72));

    expect(arcs.map((arc) => [arc.side, arc.share])).toEqual([
      ['nutrition', 0.5],
      ['workout', 40 / 120],
      ['readings', 20 / 120],
    ]);
    const filled = arcs.reduce((sum, arc) => sum + arc.share * arc.filled, 0);
    expect(Math.round(filled * 100)).toBe(72);
  });

  it('has no arc for what is not due', () => {
    expect(arcsOf(day({ workout: part(0.5) }, 50)).map((arc) => arc.side)).toEqual(['workout']);
    expect(arcsOf(day({}, null))).toEqual([]);
  });

  it('shows as estimated what photos told', () => {
    const arcs = arcsOf(day({ meals: part(1), workout: part(1) }, 100, true));

    expect(arcs.map((arc) => [arc.side, arc.estimate])).toEqual([
      ['nutrition', true],
      ['workout', false],
    ]);
  });

  it('is one arc for a reader who is not told all of it', () => {
    const shared = { ...day({ workout: part(1) }, 60) };
    shared.details = { workout: part(1) };

    expect(arcsOf(shared)).toEqual([{ side: 'whole', share: 1, filled: 0.6, estimate: false }]);
  });
});
