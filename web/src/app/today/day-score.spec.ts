import { progress, standing } from './day-score';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';

const t: Translate = (key, params) => [key, ...Object.values(params ?? {})].join(' ');
const english = new Figures('en');

describe('the score of a day in words', () => {
  it.each([
    [null, 'none'],
    [0, 'ahead'],
    [1, 'begun'],
    [40, 'under_way'],
    [79, 'under_way'],
    [80, 'covered'],
  ])('%s', (total, word) => {
    expect(standing(total)).toBe(word);
  });

  it('says what is done of each goal', () => {
    const done = (
      part: Parameters<typeof progress>[0],
      actual: number,
      goal: Parameters<typeof progress>[1]['goal'],
    ) => progress(part, { actual, goal, due: true, credit: 0.5 }, english, t);

    expect(done('meals', 2, 3)).toBe('score.of 2 3');
    expect(done('energy', 1056.8, { min: 1600, max: 2000 })).toBe('score.of 1,057 kcal 1,600–2,000 kcal');
    expect(done('energy', 900, { min: 1600 })).toBe('score.at_least 900 kcal 1,600 kcal');
    expect(done('energy', 900, { max: 2000 })).toBe('score.at_most 900 kcal 2,000 kcal');
    expect(done('protein', 45.36, 60)).toBe('score.of 45 g 60 g');
    expect(done('workout', 25, 30)).toBe('score.of 25 mins 30 mins');
  });
});
