import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { NutritionDay } from '../api/models';
import { inWords } from '../core/day';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Choice, Option } from '../ui/choice';
import { Column, DayChart } from '../ui/day-chart';
import { TableTwin } from '../ui/table-twin';
import { foodColumn, goalOf, meanOf, Nutrient, nutrientsOf } from './columns';
import { labelOf } from './span';

const NAMES: Record<Nutrient, string> = {
  calories: 'day.energy',
  protein_g: 'day.protein',
  carbs_g: 'day.carbs',
  fat_g: 'day.fat',
};

/** What was eaten each day before the band of that day's goal, one nutrient at a time. It states; it never scolds. */
@Component({
  selector: 'praan-food-trend',
  imports: [Choice, DayChart, TableTwin, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (eaten()) {
        <praan-choice
          class="few"
          [legend]="t('day.nutrient')"
          [options]="options(t)"
          [value]="nutrient()"
          (choose)="chosen.set($event)"
        />
        @if (mean(); as average) {
          <p class="sum">
            <strong class="printed">{{ t(names[nutrient()]) }}: </strong>
            <strong>{{ t('program.mean', { mean: amount(average.mean) }) }}</strong>
            · {{ t('trends.days_told', { count: number(average.days) }) }}
          </p>
        }
        <praan-day-chart [columns]="columns(t)" [name]="t(names[nutrient()])" [tick]="tick" [least]="0" />
        <p class="key">{{ t('trends.goal_key') }}</p>
        <praan-table-twin
          [open]="t('score.table')"
          [caption]="t('trends.food')"
          [heads]="heads(t)"
          [rows]="rows(t)"
        />
      } @else {
        <p class="none">{{ t('trends.no_food') }}</p>
      }
    </ng-container>
  `,
  styleUrl: './trend.scss',
})
export class FoodTrend {
  private readonly language = inject(Preferences).language;

  readonly days = input.required<readonly NutritionDay[]>();

  protected readonly names = NAMES;
  private readonly figures = computed(() => new Figures(this.language()));
  protected readonly eaten = computed(() => this.days().some((day) => day.meals > 0));
  private readonly known = computed(() => nutrientsOf(this.days()));
  protected readonly chosen = signal<Nutrient | undefined>(undefined);
  protected readonly nutrient = computed(() => {
    const [chosen, known] = [this.chosen(), this.known()];
    return chosen && known.includes(chosen) ? chosen : (known[0] ?? 'calories');
  });
  protected readonly mean = computed(() => meanOf(this.days().map((day) => day[this.nutrient()])));
  protected readonly tick = (value: number) => this.figures().number(value, 1);

  protected options(t: Translate): Option<Nutrient>[] {
    return this.known().map((value) => ({ value, word: t(NAMES[value]) }));
  }

  protected number(value: number): string {
    return this.figures().number(value);
  }

  protected amount(value: number): string {
    return this.nutrient() === 'calories' ? `${this.number(value)} kcal` : this.figures().unit(value, 'gram');
  }

  protected columns(t: Translate): Column[] {
    const days = this.days();
    return days.map((day) => {
      const goal = this.goalOn(day, t);
      return {
        ...foodColumn(day, this.nutrient()),
        words: [
          inWords(day.date, this.language()),
          ...this.eatenOn(day, t),
          ...(goal ? [t('trends.goal', { goal })] : []),
        ].join(', '),
        label: labelOf(day.date, days.length, this.language()),
      };
    });
  }

  protected heads(t: Translate): string[] {
    return [t('day.date'), t(NAMES[this.nutrient()]), t('reports.goal')];
  }

  protected rows(t: Translate): string[][] {
    return this.days().map((day) => [
      inWords(day.date, this.language()),
      this.eatenOn(day, t).join(', '),
      this.goalOn(day, t) ?? '–',
    ]);
  }

  private eatenOn(day: NutritionDay, t: Translate): string[] {
    const eaten = day[this.nutrient()];
    if (eaten === null) return [t('trends.nothing_told')];
    return [this.amount(eaten), ...(day.provisional ? [t('score.estimate')] : [])];
  }

  private goalOn(day: NutritionDay, t: Translate): string | undefined {
    const { min, max } = goalOf(day.goals?.[this.nutrient()]);
    if (min !== undefined && max !== undefined) return `${this.number(min)}–${this.amount(max)}`;
    if (min !== undefined) return t('program.least', { amount: this.amount(min) });
    return max === undefined ? undefined : t('program.most', { amount: this.amount(max) });
  }
}
