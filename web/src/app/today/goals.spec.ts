import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { bandOf, Part, progress } from './goals';

const t: Translate = (key, params) => [key, ...Object.values(params ?? {})].join(' ');

describe('a goal', () => {
  it('is a band', () => {
    expect(bandOf(60)).toEqual({ min: 60 });
    expect(bandOf(2000, true)).toEqual({ min: 2000, max: 2200 });
    expect(bandOf({ min: 1600, max: 2000 }, true)).toEqual({ min: 1600, max: 2000 });
    expect(bandOf({ min: null, max: 5 })).toEqual({ min: undefined, max: 5 });
    expect(bandOf(null)).toEqual({});
  });

  it.each<[Part, number, Parameters<typeof bandOf>[0], string]>([
    ['meals', 2, 3, 'score.of 2 3'],
    ['energy', 1056.8, { min: 1600, max: 2000 }, 'score.of 1,057 1,600–2,000 kcal'],
    ['energy', 900, { min: 1600 }, 'score.of 900 1,600 kcal'],
    ['energy', 900, { max: 2000 }, 'score.at_most 900 2,000 kcal'],
    ['protein', 45.36, 60, 'score.of 45 60 g'],
    ['workout', 25, 30, 'score.of 25 30 mins'],
    ['workout', 25, null, '25 mins'],
  ])('says what is done of %s', (part, actual, goal, words) => {
    const detail = { actual, goal: goal ?? null, due: true, credit: 0.5 };

    expect(progress(part, detail, new Figures('en'), t)).toBe(words);
  });
});
