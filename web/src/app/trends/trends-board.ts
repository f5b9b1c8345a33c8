import { Component, computed, DestroyRef, inject, input, OnInit } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ProgramOut } from '../api/models';
import { Live } from '../core/live';
import { look } from '../core/look';
import { pacing } from '../core/pace';
import { PartFailure } from '../core/part-failure';
import { Failure } from '../core/problem';
import { whenTurned } from '../core/turned';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { FoodTrend } from './food-trend';
import { History } from './history';
import { ReadingTrend } from './reading-trend';
import { ScoreTrend } from './score-trend';
import { daysOf, DaySpan } from './span';

/** A range of days in cards. Each asks for its own part, looks again by itself and may fail alone. */
@Component({
  selector: 'praan-trends-board',
  imports: [
    EmptyState,
    FoodTrend,
    Icon,
    MatButton,
    PartFailure,
    ReadingTrend,
    RouterLink,
    ScoreTrend,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './trends-board.html',
  styleUrl: './trends-board.scss',
  host: { '(window:focus)': 'refresh()' },
})
export class TrendsBoard implements OnInit {
  private readonly history = inject(History);
  private readonly live = inject(Live);
  private readonly destroyed = inject(DestroyRef);

  readonly member = input.required<MemberOut>();
  readonly program = input.required<ProgramOut>();
  readonly span = input.required<DaySpan>();
  /** The member's day. */
  readonly today = input.required<string>();

  // By what never changes, so that what is shown stays while all of it is looked at again.
  private readonly memberId = computed(() => this.member().id);
  private readonly programId = computed(() => this.program().id);
  private readonly from = computed(() => this.span().from);
  private readonly to = computed(() => this.span().to);
  private readonly asked = computed(() => ({
    member: this.memberId(),
    program: this.programId(),
    days: { from: this.from(), to: this.to() },
  }));

  protected readonly scores = look(this.asked, ({ program, days }) => this.history.scores(program, days));
  protected readonly food = look(this.asked, ({ program, days }) => this.history.food(program, days));
  protected readonly readings = look(this.asked, ({ member, days }) => this.history.readings(member, days));
  private readonly judged = computed(() => ({ member: this.memberId() }));
  /** Without them the drawings lack a ground, and say the same. */
  protected readonly bounds = look(this.judged, ({ member }) => this.history.bounds(member));
  protected readonly days = computed(() => daysOf({ from: this.from(), to: this.to() }));

  private readonly pace = pacing(() => {
    for (const each of [this.scores, this.food, this.readings, this.bounds]) {
      if (!hidden(each.failure())) each.again();
    }
  });

  constructor() {
    whenTurned(
      () => this.program().status,
      () => this.refresh(),
    );
  }

  ngOnInit(): void {
    this.live.on(this.member().id, () => this.refresh(), this.destroyed);
  }

  /** Looks again without a word. */
  protected refresh(): void {
    this.pace.ask();
  }

  protected isHidden(failure: Failure | undefined): boolean {
    return hidden(failure);
  }
}

/** What is not shared with who looks stays so until they come back. */
function hidden(failure: Failure | undefined): boolean {
  return failure?.cause === 'forbidden';
}
