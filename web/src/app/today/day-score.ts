import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Today as Score } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { standing } from '../core/standing';
import { Icon, IconName } from '../ui/icon';
import { Ring, RingArc } from '../ui/ring';
import { TableTwin } from '../ui/table-twin';
import { PARTS, Part, progress } from './goals';
import { Arc, arcsOf, Side, SIDE_ICONS } from './score';

const TONES: Record<Arc['side'], RingArc['tone']> = {
  nutrition: 'food',
  workout: 'move',
  readings: 'reading',
  whole: 'whole',
};

/** The part whose figure stands for its side in the legend. */
const FIRST: Record<Side, readonly Part[]> = {
  nutrition: ['meals', 'energy', 'protein'],
  workout: ['workout'],
  readings: ['readings'],
};

interface Line {
  side: Side;
  icon: IconName;
  name: string;
  percent: string;
  facts: string;
}

/** How the day stands against its goals: a ring, a sentence, and each side of the day with what is done of it. */
@Component({
  selector: 'praan-day-score',
  imports: [Icon, Ring, TableTwin, TranslocoDirective],
  templateUrl: './day-score.html',
  styleUrl: './day-score.scss',
})
export class DayScore {
  private readonly preferences = inject(Preferences);

  readonly score = input.required<Score>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));
  private readonly sides = computed(() => arcsOf(this.score()));
  protected readonly arcs = computed(() =>
    this.sides().map((arc): RingArc => ({ ...arc, tone: TONES[arc.side] })),
  );
  protected readonly due = computed(() => this.score().total_score !== null);
  protected readonly percent = computed(() => this.figures().percent(this.score().total_score ?? 0));
  protected readonly sentence = computed(() => `score.${standing(this.score().total_score)}`);

  /** What the ring shows, for who cannot see it. */
  protected words(t: Translate): string {
    if (!this.due()) return t('score.none');
    const sides = this.lines(t).map((line) => `${line.name} ${line.percent}`);
    return [t('score.ring', { percent: this.percent() }), ...sides].join(', ');
  }

  /** The sides of the day that count, each with what is done of it. */
  protected lines(t: Translate): Line[] {
    const { details } = this.score();
    return this.sides().flatMap(({ side, filled }) => {
      if (side === 'whole') return [];
      const part = FIRST[side].find((each) => details[each]?.due);
      const detail = part && details[part];
      if (!part || !detail) return [];
      const facts = progress(part, detail, this.figures(), t);
      return {
        side,
        icon: SIDE_ICONS[side],
        name: t(`score.${side}`),
        percent: this.figures().percent(Math.round(filled * 100)),
        facts: part === 'meals' ? t('score.meals_count', { facts }) : facts,
      };
    });
  }

  /** Every part that counts today: its name, what is done, its share. */
  protected rows(t: Translate): string[][] {
    const { details } = this.score();
    return PARTS.flatMap((part) => {
      const detail = details[part];
      if (!detail?.due) return [];
      const share = this.figures().percent(Math.round(detail.credit * 100));
      return [[t(`score.${part}`), progress(part, detail, this.figures(), t), share]];
    });
  }
}
