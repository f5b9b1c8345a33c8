import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ReadingDay, RuleDays, ThresholdOut } from '../api/models';
import { inWords } from '../core/day';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Choice, Option } from '../ui/choice';
import { Bound, Column, DayChart } from '../ui/day-chart';
import { TableTwin } from '../ui/table-twin';
import { byDay, readingColumn } from './columns';
import { fineOf, Measure, measureOf, Rule, Sugar } from './measure';
import { labelOf } from './span';

/** The readings of one kind: from the least to the greatest of each day, and which published range they lie in. */
@Component({
  selector: 'praan-reading-trend',
  imports: [Choice, DayChart, TableTwin, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @let by = measure(t);
      @if (found().rule === 'glucose') {
        <praan-choice
          class="few"
          [legend]="t('vitals.unit')"
          [options]="sugars"
          [value]="sugar()"
          (choose)="sugar.set($event)"
        />
      }
      <p class="sum">
        <strong>{{ t('program.mean', { mean: figures(found().mean, found().mean2, by) }) }}</strong>
        ·
        {{
          t(found().readings === 1 ? 'trends.reading_one' : 'trends.readings', {
            count: number(found().readings),
          })
        }}
      </p>
      <praan-day-chart
        [columns]="columns(t, by)"
        [name]="t('reading.' + found().rule)"
        [tick]="by.figure"
        [bounds]="lines(by)"
        [zone]="zone(by)"
      />
      @if (judged()) {
        <ul [attr.aria-label]="t('trends.bands')">
          @for (band of found().bands; track $index) {
            <li>
              <span class="patch {{ band.severity }}" aria-hidden="true"></span
              >{{ band.band ? t('vitals.band.' + band.band) : t('trends.not_judged') }}:
              {{ number(band.readings) }}
            </li>
          }
        </ul>
      }
      <praan-table-twin
        [open]="t('score.table')"
        [caption]="t('reading.' + found().rule)"
        [heads]="[t('day.date'), by.unit, t('trends.count'), t('day.meaning')]"
        [rows]="rows(t, by)"
      />
    </ng-container>
  `,
  styleUrl: './trend.scss',
})
export class ReadingTrend {
  private readonly language = inject(Preferences).language;

  readonly found = input.required<RuleDays>();
  /** Every day of the range. */
  readonly days = input.required<readonly string[]>();
  readonly bounds = input.required<readonly ThresholdOut[]>();
  readonly units = input.required<MemberOut['units']>();

  protected readonly sugar = signal<Sugar>('mg/dL');
  protected readonly sugars: Option<Sugar>[] = [
    { value: 'mg/dL', word: 'mg/dL' },
    { value: 'mmol/L', word: 'mmol/L' },
  ];
  private readonly writer = computed(() => new Figures(this.language()));
  protected readonly judged = computed(() => this.found().bands.some((each) => each.severity !== null));
  private readonly told = computed(() => byDay(this.found(), this.days()));

  protected measure(t: Translate): Measure {
    return measureOf(this.found().rule as Rule, this.units(), this.sugar(), this.writer(), t);
  }

  protected number(value: number): string {
    return this.writer().number(value);
  }

  /** One mean, or the upper and the lower one, with the unit. */
  protected figures(value: number, value2: number | null, by: Measure): string {
    const one = (each: number) => by.mean(by.shown(each));
    return by.words(value2 === null ? one(value) : `${one(value)}/${one(value2)}`);
  }

  protected columns(t: Translate, by: Measure): Column[] {
    const days = this.days();
    return days.map((date, place) => ({
      ...readingColumn(this.told()[place], by.shown),
      words: [inWords(date, this.language()), ...this.facts(this.told()[place], t, by)].join(', '),
      label: labelOf(date, days.length, this.language()),
    }));
  }

  /** Of readings with one number, the range in which nothing is said of them. */
  protected zone(by: Measure): { min?: number; max?: number } | undefined {
    const fine = fineOf(this.bounds(), this.found().rule as Rule);
    return (
      fine && {
        min: fine.min === undefined ? undefined : by.shown(fine.min),
        max: fine.max === undefined ? undefined : by.shown(fine.max),
      }
    );
  }

  /** The two ranges of blood pressure would cover each other: of them only the upper ends are drawn. */
  protected lines(by: Measure): Bound[] {
    const of = (field: ThresholdOut['field']) => fineOf(this.bounds(), this.found().rule as Rule, field);
    if (this.found().rule === 'blood_pressure') {
      const [upper, lower] = (['systolic', 'diastolic'] as const).map((field) =>
        this.bounds().find((each) => each.rule === 'blood_pressure' && each.field === field),
      );
      // Where a lower number is urgent, an upper one is in range: a line there would frighten.
      const ends = [
        { at: upper?.urgent_high, tone: 'urgent' },
        { at: upper?.warn_high, tone: 'warn' },
        { at: lower?.warn_high, tone: 'warn' },
      ] as const;
      return ends.flatMap(({ at, tone }) => (at === null || at === undefined ? [] : [{ at, tone }]));
    }
    return (of('value')?.urgent ?? []).map((at) => ({ at: by.shown(at), tone: 'urgent' }));
  }

  protected rows(t: Translate, by: Measure): string[][] {
    return this.days().map((date, place) => {
      const day = this.told()[place];
      return [
        inWords(date, this.language()),
        day ? this.spread(day, by) : '',
        day ? this.number(day.readings) : '',
        day ? this.meaning(day, t) : t('trends.nothing_told'),
      ];
    });
  }

  private facts(day: ReadingDay | undefined, t: Translate, by: Measure): string[] {
    if (!day) return [t('trends.nothing_told')];
    const many = day.readings > 1 ? [t('trends.readings', { count: this.number(day.readings) })] : [];
    return [by.words(this.spread(day, by)), ...many, this.meaning(day, t)].filter((each) => each);
  }

  /** The figure of a day, or its least and greatest. */
  private spread(day: ReadingDay, by: Measure): string {
    const one = (value: number) => by.figure(by.shown(value));
    const span = (low: number, high: number) => (low === high ? one(low) : `${one(low)}–${one(high)}`);
    const upper = span(day.min, day.max);
    return day.min2 === null || day.max2 === null ? upper : `${upper}/${span(day.min2, day.max2)}`;
  }

  private meaning(day: ReadingDay, t: Translate): string {
    return day.band ? t(`vitals.band.${day.band}`) : '';
  }
}
