import { Candidate } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { guessWords, known, sureness } from './guess';

const t: Translate = (key, params) => [key, ...Object.values(params ?? {})].join(' ');
const candidate = (confidence: number, food_id: number | null = 1): Candidate => ({
  food_id,
  name: 'Dal',
  confidence,
  grams: { low: 100, typical: 150, high: 300 },
});

describe('a guess from a photo', () => {
  it.each([
    [1, 'sure'],
    [0.75, 'sure'],
    [0.749, 'perhaps'],
    [0.4, 'perhaps'],
    [0.399, 'guess'],
    [0, 'guess'],
  ])('%s is said as %s', (confidence, word) => {
    expect(sureness(confidence)).toBe(word);
  });

  it('comes with the range of its weight', () => {
    expect(guessWords(candidate(0.5), new Figures('en'), t)).toBe(
      'detail.perhaps · detail.estimated_range 100–300 g',
    );
  });

  it('can be chosen when the food table has it', () => {
    expect(
      known({ candidates: [candidate(0.9, null), candidate(0.5, 7)] }).map((each) => each.food_id),
    ).toEqual([7]);
  });
});
