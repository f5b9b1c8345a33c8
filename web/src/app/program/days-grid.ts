import { Component, computed, ElementRef, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ConfigVersion, ProgramOut, Range } from '../api/models';
import { addDays, inWords, weekdayOf } from '../core/day';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Icon, IconName } from '../ui/icon';
import { TableTwin } from '../ui/table-twin';
import { coveredOf, moved, Square, squaresOf, State, WEEK, weeksOf } from './days';

const SIGNS: Partial<Record<State, IconName>> = { none: 'rest', paused: 'pause' };
/** What the legend explains, the best first. */
const LEGEND: readonly State[] = ['covered', 'close', 'under_way', 'begun', 'none', 'paused', 'future'];

/** The ninety days as a grid, a row for each week: arrow keys walk it, and the day that is chosen is told below. */
@Component({
  selector: 'praan-days-grid',
  imports: [Icon, RouterLink, TableTwin, TranslocoDirective],
  templateUrl: './days-grid.html',
  styleUrl: './days-grid.scss',
})
export class DaysGrid {
  private readonly language = inject(Preferences).language;
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly program = input.required<ProgramOut>();
  readonly range = input.required<Range>();
  /** Of the goals, those that hold last first. */
  readonly versions = input.required<readonly ConfigVersion[]>();
  readonly today = input.required<string>();

  protected readonly legend = LEGEND;
  protected readonly signs = SIGNS;
  private readonly figures = computed(() => new Figures(this.language()));
  protected readonly squares = computed(() =>
    squaresOf(this.program(), this.range().days, this.versions(), this.today()),
  );
  protected readonly weeks = computed(() => weeksOf(this.squares()));
  /** The weekdays in the order of the program's weeks. */
  protected readonly weekdays = computed(() =>
    Array.from({ length: WEEK }, (_, index) => {
      const day = addDays(this.program().start_date, index);
      return {
        long: weekdayOf(day, this.language(), 'long'),
        short: weekdayOf(day, this.language(), 'short'),
      };
    }),
  );
  /** The one that the keyboard comes to and that is told below: today, until another is chosen. */
  protected readonly chosen = linkedSignal<string, number | undefined>({
    source: this.today,
    computation: () => undefined,
  });
  protected readonly current = computed(() => {
    const squares = this.squares();
    const day = this.chosen() ?? squares.find((each) => each.today)?.day ?? 1;
    return squares[day - 1];
  });

  protected readonly covered = computed(() => coveredOf(this.squares()));

  protected walk(event: KeyboardEvent): void {
    const at = (this.current()?.day ?? 1) - 1;
    const to = moved(at, event.key, event.ctrlKey || event.metaKey, this.squares().length);
    if (to === undefined) return;
    event.preventDefault();
    this.chosen.set(to + 1);
    this.host.querySelectorAll<HTMLElement>('td[data-day]').item(to).focus();
  }

  protected number(value: number | null): string {
    return value === null ? '' : this.figures().number(value);
  }

  /** A day in words: its number, its date, its score and what that means. */
  protected words(square: Square, t: Translate): string {
    return [...this.facts(square, t), this.meaning(square, t)].filter((each) => each).join(', ');
  }

  protected rows(t: Translate): string[][] {
    return this.squares().map((square) => [...this.facts(square, t), this.meaning(square, t)]);
  }

  protected mean(): string | undefined {
    const { mean } = this.range();
    return mean === null ? undefined : this.figures().percent(mean);
  }

  protected name(state: State, t: Translate): string {
    return ['paused', 'future', 'over'].includes(state)
      ? t(`program.state.${state}`)
      : t(`day.standing.${state}`);
  }

  private facts({ day, date, score, today }: Square, t: Translate): string[] {
    const words = inWords(date, this.language());
    return [
      t('program.day', { day: this.number(day) }),
      today ? t('day.today', { date: words }) : words,
      score === null ? '' : this.figures().percent(score),
    ];
  }

  private meaning({ state, provisional }: Square, t: Translate): string {
    const words = this.name(state, t);
    return provisional ? `${words} (${t('score.estimate')})` : words;
  }
}
