import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { ComponentScore, Today as Score } from '../api/models';
import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';

const PARTS = ['meals', 'energy', 'protein', 'workout', 'readings'] as const;
type Part = (typeof PARTS)[number];

const RING = 2 * Math.PI * 42;

/** How the day stands against its goals: a ring, a sentence, and each goal with what is done of it. */
@Component({
  selector: 'praan-day-score',
  imports: [Icon, TranslocoDirective],
  templateUrl: './day-score.html',
  styleUrl: './day-score.scss',
})
export class DayScore {
  private readonly preferences = inject(Preferences);

  readonly score = input.required<Score>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly ring = RING;
  protected readonly total = computed(() => this.score().total_score);
  protected readonly walked = computed(() => (RING * (this.total() ?? 0)) / 100);
  protected readonly percent = computed(() => this.figures().percent(this.total() ?? 0));
  protected readonly sentence = computed(() => `score.${standing(this.total())}`);

  /** The goals that count today, with what is done of each. */
  protected parts(t: Translate): { name: string; words: string; share: number }[] {
    const details = this.score().details;
    return PARTS.flatMap((part) => {
      const detail = details[part];
      if (!detail?.due) return [];
      return {
        name: t(`score.${part}`),
        words: progress(part, detail, this.figures(), t),
        share: Math.round(detail.credit * 100),
      };
    });
  }
}

/** The word for a score. From 80 on a day counts as covered. */
export function standing(total: number | null): 'none' | 'ahead' | 'begun' | 'under_way' | 'covered' {
  if (total === null) return 'none';
  if (total >= 80) return 'covered';
  if (total >= 40) return 'under_way';
  return total > 0 ? 'begun' : 'ahead';
}

/** What is done of a goal, such as "45 of 60 g". */
export function progress(part: Part, detail: ComponentScore, figures: Figures, t: Translate): string {
  const amount = (value: number) => {
    if (part === 'energy') return `${figures.number(value)} kcal`;
    if (part === 'protein') return figures.unit(value, 'gram');
    if (part === 'workout') return figures.unit(value, 'minute');
    return figures.number(value);
  };
  const actual = amount(detail.actual);
  const goal = detail.goal;
  if (goal === null) return actual;
  if (typeof goal === 'number') return t('score.of', { actual, goal: amount(goal) });
  const { min, max } = goal;
  if (min != null && max != null) {
    return t('score.of', { actual, goal: `${figures.number(min)}–${amount(max)}` });
  }
  if (min != null) return t('score.at_least', { actual, goal: amount(min) });
  return max == null ? actual : t('score.at_most', { actual, goal: amount(max) });
}
