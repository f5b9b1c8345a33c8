import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { DayScore, Range, ScoreBands } from '../api/models';
import { briefDay, inWords } from '../core/day';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Column, DayChart } from '../ui/day-chart';
import { Icon } from '../ui/icon';
import { TableTwin } from '../ui/table-twin';
import { scoreColumn, stateOf } from './columns';
import { labelOf } from './span';

const BANDS: readonly (keyof ScoreBands)[] = ['covered', 'close', 'under_way', 'begun'];

/** How well the days went: a bar for each that something was due on, what they come to, and the row of good days. */
@Component({
  selector: 'praan-score-trend',
  imports: [DayChart, Icon, TableTwin, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (mean(); as average) {
        <p class="sum">
          <strong>{{ t('program.mean', { mean: average }) }}</strong>
          · {{ t('program.covered', { covered: number(range().bands.covered), due: number(due()) }) }}
        </p>
      }
      <p class="streak">
        <praan-icon name="flame" />
        {{
          range().streak
            ? t(range().streak === 1 ? 'day.streak_one' : 'day.streak', { count: number(range().streak) })
            : t('day.streak_none')
        }}
        @if (range().frozen.length) {
          <span class="forgiven"
            ><praan-icon name="snow" />{{ t('trends.forgiven', { days: forgiven() }) }}</span
          >
        }
      </p>
      @if (due()) {
        <praan-day-chart
          [columns]="columns(t)"
          [name]="t('trends.score')"
          [tick]="percent"
          [least]="0"
          [most]="100"
          [bounds]="[{ at: 80, tone: 'good' }]"
        />
        <ul [attr.aria-label]="t('trends.bands')">
          @for (band of bands; track band) {
            <li>
              <span class="patch {{ band }}" aria-hidden="true"></span>{{ t('trends.band.' + band) }}:
              {{ number(range().bands[band]) }}
            </li>
          }
        </ul>
      } @else {
        <p class="none">{{ t('trends.none_due') }}</p>
      }
      <praan-table-twin
        [open]="t('score.table')"
        [caption]="t('trends.score')"
        [heads]="[t('day.date'), t('day.score'), t('day.meaning')]"
        [rows]="rows(t)"
      />
    </ng-container>
  `,
  styleUrl: './trend.scss',
})
export class ScoreTrend {
  private readonly language = inject(Preferences).language;

  readonly range = input.required<Range>();
  /** The first day of the program. */
  readonly start = input.required<string>();
  readonly today = input.required<string>();

  protected readonly bands = BANDS;
  private readonly figures = computed(() => new Figures(this.language()));
  protected readonly due = computed(() => BANDS.reduce((sum, band) => sum + this.range().bands[band], 0));
  protected readonly percent = (value: number) => this.figures().percent(value);
  protected readonly mean = computed(() => {
    const { mean } = this.range();
    return mean === null ? undefined : this.percent(mean);
  });
  protected readonly forgiven = computed(() =>
    this.range()
      .frozen.map((day) => briefDay(day, this.language()))
      .join(', '),
  );

  protected number(value: number): string {
    return this.figures().number(value);
  }

  protected columns(t: Translate): Column[] {
    const { days } = this.range();
    return days.map((day) => ({
      ...scoreColumn(day),
      words: this.facts(day, t)
        .filter((each) => each)
        .join(', '),
      label: labelOf(day.date, days.length, this.language()),
    }));
  }

  protected rows(t: Translate): string[][] {
    return this.range().days.map((day) => this.facts(day, t));
  }

  private facts(day: DayScore, t: Translate): string[] {
    const meaning = t(`day.standing.${stateOf(day, this.range(), this.start(), this.today())}`);
    return [
      inWords(day.date, this.language()),
      day.total_score === null ? '' : this.percent(day.total_score),
      day.provisional ? `${meaning} (${t('score.estimate')})` : meaning,
    ];
  }
}
