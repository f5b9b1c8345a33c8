import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { readLeaderboard } from '../api/functions';
import { ownTimeZone } from '../core/calendar';
import { todayIn } from '../core/day';
import { Family } from '../core/family';
import { Figures } from '../core/figures';
import { Live } from '../core/live';
import { look } from '../core/look';
import { pacing } from '../core/pace';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { failureOf } from '../core/problem';
import { Avatar } from '../ui/avatar';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { addWeeks, isWeek, weekInWords, weekOf } from './iso-week';
import { homeOf, standingsOf } from './standings';
import { TakingPart } from './taking-part';

/** A week of the family: how well each kept to their own program. Nobody is told off, and nobody has to be here. */
@Component({
  selector: 'praan-leaderboard',
  imports: [
    Avatar,
    EmptyState,
    Icon,
    MatButton,
    MatIconButton,
    PageFailure,
    RouterLink,
    Skeleton,
    TakingPart,
    TranslocoDirective,
  ],
  templateUrl: './leaderboard.html',
  styleUrl: './leaderboard.scss',
})
export class Leaderboard {
  private readonly api = inject(Api);
  private readonly family = inject(Family);
  private readonly router = inject(Router);
  private readonly language = inject(Preferences).language;

  /** The week of the URL, whatever stands there. */
  readonly week = input<string>();

  private readonly asked = computed(() => {
    const week = this.week();
    return isWeek(week) ? week : undefined;
  });
  protected readonly people = resource({ loader: () => this.family.load() });
  protected readonly board = look(
    () => ({ week: this.asked() }),
    (week) => this.api.invoke(readLeaderboard, week),
  );
  protected readonly failure = computed(() => failureOf(this.people.error()) ?? this.board.failure());

  /** What the server took for this week when it was asked for none. */
  private readonly told = linkedSignal<string | undefined, string | undefined>({
    source: () => (this.asked() ? undefined : this.board.value()?.week),
    computation: (week, before) => week ?? before?.value,
  });
  /** This week, where the family lives. */
  private readonly newest = computed(
    () => this.told() ?? weekOf(todayIn(homeOf(this.family.members()) ?? ownTimeZone())),
  );
  protected readonly shown = computed(() => this.asked() ?? this.board.value()?.week ?? this.newest());
  protected readonly inWords = computed(() => weekInWords(this.shown(), this.language()));
  protected readonly isNewest = computed(() => this.shown() >= this.newest());

  protected readonly rows = computed(() => {
    const board = this.board.value();
    return board && this.people.hasValue() ? standingsOf(board, this.family.members()) : undefined;
  });
  /** Those whom the reader may take off the board, or put on it. */
  protected readonly theirs = computed(() =>
    this.family.members().filter((member) => member.role !== 'READ_ONLY'),
  );
  protected readonly listed = computed(() => this.rows()?.map((row) => row.memberId) ?? []);
  private readonly figures = computed(() => new Figures(this.language()));

  constructor() {
    const pace = pacing(() => this.board.again());
    inject(Live)
      .messages.pipe(takeUntilDestroyed())
      .subscribe(() => pace.ask());
  }

  protected reload(): void {
    if (this.people.error()) this.people.reload();
    if (this.board.failure()) this.board.again();
  }

  protected turn(weeks: number): void {
    if (weeks > 0 && this.isNewest()) return;
    const week = addWeeks(this.shown(), weeks);
    void this.router.navigate([], { queryParams: { week: week === this.newest() ? null : week } });
  }

  protected number(value: number): string {
    return this.figures().number(value, 1);
  }

  protected percent(share: number): string {
    return this.figures().percent(Math.round(share * 100));
  }
}
