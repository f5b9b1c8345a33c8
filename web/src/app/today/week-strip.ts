import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Range } from '../api/models';
import { inWords, weekdayOf } from '../core/day';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Icon, IconName } from '../ui/icon';
import { TableTwin } from '../ui/table-twin';
import { mayMiss, WeekDay, weekOf } from './week';

const SIGNS: Partial<Record<WeekDay['standing'], IconName>> = {
  covered: 'check',
  frozen: 'snow',
  none: 'rest',
};

const TURN = 2 * Math.PI * 16;

/** The row of good days, and the seven days to today: each leads to what was logged on it. */
@Component({
  selector: 'praan-week-strip',
  imports: [Icon, RouterLink, TableTwin, TranslocoDirective],
  templateUrl: './week-strip.html',
  styleUrl: './week-strip.scss',
})
export class WeekStrip {
  private readonly preferences = inject(Preferences);

  readonly week = input.required<Range>();
  /** The first day of the program. */
  readonly start = input.required<string>();
  readonly today = input.required<string>();
  readonly memberId = input.required<number>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly days = computed(() => weekOf(this.week(), this.start(), this.today()));

  /** The words below the streak: how the one miss of a week is forgiven. */
  protected readonly forgiven = computed(() => {
    if (this.week().streak === 0) return 'day.streak_how';
    return mayMiss(this.week().days, this.today()) ? 'day.streak_free' : 'day.streak_used';
  });

  protected weekday(day: WeekDay): string {
    return weekdayOf(day.date, this.preferences.language(), 'short');
  }

  protected number(value: number | null): string {
    return value === null ? '' : this.figures().number(value);
  }

  protected sign(day: WeekDay): IconName | undefined {
    return SIGNS[day.standing];
  }

  protected filled(day: WeekDay): string {
    return `${((day.score ?? 0) / 100) * TURN} ${TURN}`;
  }

  /** A day in words: its date, its score and what that means. */
  protected words(day: WeekDay, t: Translate): string {
    const date = inWords(day.date, this.preferences.language());
    return [day.today ? t('day.today', { date }) : date, this.score(day), this.meaning(day, t)]
      .filter((each) => each)
      .join(', ');
  }

  protected rows(t: Translate): string[][] {
    return this.days().map((day) => [
      inWords(day.date, this.preferences.language()),
      this.score(day),
      this.meaning(day, t),
    ]);
  }

  /** The mean of the week, where there is one. */
  protected mean(): string | undefined {
    const { mean } = this.week();
    return mean === null ? undefined : this.figures().percent(Math.round(mean));
  }

  private score(day: WeekDay): string {
    return day.score === null || day.standing === 'before' ? '' : this.figures().percent(day.score);
  }

  private meaning(day: WeekDay, t: Translate): string {
    const words = t(`day.standing.${day.standing}`);
    return day.provisional ? `${words} (${t('score.estimate')})` : words;
  }
}
