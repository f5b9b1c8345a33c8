import { Candidate, LogOut } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';

/** How sure a look at a photo is, as people say it. */
export type Sureness = 'sure' | 'perhaps' | 'guess';

export function sureness(confidence: number): Sureness {
  if (confidence >= 0.75) return 'sure';
  return confidence >= 0.4 ? 'perhaps' : 'guess';
}

/** "Perhaps · estimated 100–300 g": what is said of a food that a photo showed. */
export function guessWords({ confidence, grams }: Candidate, figures: Figures, t: Translate): string {
  const { low, high } = grams;
  const range =
    low < high ? `${figures.number(low)}–${figures.unit(high, 'gram')}` : figures.unit(grams.typical, 'gram');
  return `${t(`detail.${sureness(confidence)}`)} · ${t('detail.estimated_range', { range })}`;
}

/** A candidate that the food table knows. */
export type Known = Candidate & { food_id: number };

/** The likeliest foods of a photo that are in the food table. */
export function known({ candidates }: Pick<LogOut, 'candidates'>): Known[] {
  return candidates.filter((each): each is Known => each.food_id !== null);
}
