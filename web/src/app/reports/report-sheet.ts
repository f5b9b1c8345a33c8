import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Macro, OtherReadings, ReportOut } from '../api/models';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';
import { TableTwin } from '../ui/table-twin';
import { pressureSpans, scoreBars } from './weeks';

const MACROS = ['calories', 'protein_g', 'carbs_g', 'fat_g'] as const;

/** What a report says, as a page to read and to print. */
@Component({
  selector: 'praan-report-sheet',
  imports: [Icon, TableTwin, TranslocoDirective],
  templateUrl: './report-sheet.html',
  styleUrl: './report-sheet.scss',
})
export class ReportSheet {
  private readonly preferences = inject(Preferences);

  readonly report = input.required<ReportOut>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly bars = computed(() => scoreBars(this.report(), this.preferences.language()));
  protected readonly spans = computed(() => pressureSpans(this.report(), this.preferences.language()));
  protected readonly dayRows = computed(() => this.bars().map((bar) => [bar.name, bar.label]));
  protected readonly pressureRows = computed(() =>
    (this.report().blood_pressure?.days ?? []).map((day) => [
      this.spans()[this.report().days.findIndex((each) => each.date === day.date)]?.name ?? day.date,
      `${this.number(day.systolic_min)}–${this.number(day.systolic_max)}`,
      `${this.number(day.diastolic_min)}–${this.number(day.diastolic_max)}`,
    ]),
  );
  protected readonly macros = computed(() => {
    const { macros } = this.report();
    return (
      macros && MACROS.map((name) => ({ name, unit: name === 'calories' ? 'kcal' : 'g', ...macros[name] }))
    );
  });
  /** The sum of alerts that held in the week or are open, by kind. */
  protected readonly alerts = computed(() => this.report().alerts?.rules ?? []);

  protected number(value: number | null | undefined): string {
    return value === null || value === undefined ? '–' : this.figures().number(value, 1);
  }

  protected amount({ mean, unit }: OtherReadings): string {
    return `${this.number(mean)} ${unit === 'C' ? '°C' : unit}`;
  }

  protected percent(share: number | null): string {
    return share === null ? '–' : this.figures().percent(Math.round(share * 1000) / 10);
  }

  protected goal({ goal }: Macro): string {
    if (!goal) return '–';
    const [min, max] = [goal.min ?? null, goal.max ?? null];
    if (min === null) return `≤ ${this.number(max)}`;
    return max === null ? `≥ ${this.number(min)}` : `${this.number(min)}–${this.number(max)}`;
  }
}
