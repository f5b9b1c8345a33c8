import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Figures, localeOf } from '../core/figures';
import { Preferences } from '../core/preferences';
import { AmountField } from '../ui/amount';
import { Icon } from '../ui/icon';
import { Goal, isDiet, mistakeOf, Weekday, WEEKDAYS } from './goals';
import { dateFormat } from '../core/formats';

/** 5 January 1970 was a Monday. */
const MONDAY = 4 * 86_400_000;

/** One goal: a switch, its amounts, and why. */
@Component({
  selector: 'praan-goal-row',
  imports: [AmountField, Icon, TranslocoDirective],
  templateUrl: './goal-row.html',
  styleUrl: './goal-row.scss',
})
export class GoalRow {
  protected readonly language = inject(Preferences).language;

  readonly goal = input.required<Goal>();
  readonly changed = output<Goal>();

  protected readonly kind = computed(() => this.goal().kind);
  protected readonly id = computed(() => `goal-${this.kind().name}`);
  protected readonly mistake = computed(() => mistakeOf(this.goal()));
  protected readonly diet = computed(() => isDiet(this.goal()));
  /** Each amount with the word before it. */
  protected readonly edges = computed(() => {
    const { shape } = this.kind();
    const edges: { edge: 'least' | 'most'; word: string }[] = [];
    if (shape !== 'most') edges.push({ edge: 'least', word: shape === 'band' ? 'from' : shape });
    if (shape === 'most' || shape === 'band')
      edges.push({ edge: 'most', word: shape === 'band' ? 'to' : shape });
    return edges;
  });
  protected readonly params = computed(() => {
    const figures = new Figures(this.language());
    const params = Object.entries(this.goal().reason?.params ?? {});
    return Object.fromEntries(params.map(([name, value]) => [name, figures.number(value, 1)]));
  });
  protected readonly weekdays = computed(() => {
    const locale = localeOf(this.language());
    const words = dateFormat(locale, { weekday: 'short', timeZone: 'UTC' });
    return WEEKDAYS.map((day, index) => ({
      day,
      short: words.format(new Date(MONDAY + index * 86_400_000)),
    }));
  });

  protected turn(event: Event): void {
    this.changed.emit({ ...this.goal(), on: (event.target as HTMLInputElement).checked });
  }

  protected set(edge: 'least' | 'most', value: number | null): void {
    this.changed.emit({ ...this.goal(), [edge]: value });
  }

  protected toggle(day: Weekday): void {
    const days = this.goal().days;
    const chosen = days.includes(day) ? days.filter((each) => each !== day) : [...days, day];
    this.changed.emit({ ...this.goal(), days: WEEKDAYS.filter((each) => chosen.includes(each)) });
  }
}
