import { Component, computed, DestroyRef, inject, input, OnInit, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { CheckInOut, ConfigVersion, MemberOut, ProgramOut, Range } from '../api/models';
import { Live } from '../core/live';
import { look } from '../core/look';
import { pacing } from '../core/pace';
import { PartFailure } from '../core/part-failure';
import { whenTurned } from '../core/turned';
import { Skeleton } from '../ui/skeleton';
import { Course } from './course';
import { DaysGrid } from './days-grid';
import { GoalHistory } from './goal-history';
import { Phases } from './phases';
import { Rhythm } from './rhythm';

interface Days {
  range: Range;
  versions: ConfigVersion[];
}

/** A program in cards. Each card asks for its own part, looks again by itself and may fail alone. */
@Component({
  selector: 'praan-program-board',
  imports: [DaysGrid, GoalHistory, PartFailure, Phases, Rhythm, Skeleton, TranslocoDirective],
  templateUrl: './program-board.html',
  styleUrl: './program-board.scss',
  host: { '(window:focus)': 'refresh()' },
})
export class ProgramBoard implements OnInit {
  private readonly course = inject(Course);
  private readonly live = inject(Live);
  private readonly destroyed = inject(DestroyRef);

  readonly member = input.required<MemberOut>();
  readonly program = input.required<ProgramOut>();
  /** The member's day. */
  readonly today = input.required<string>();
  readonly changed = output<ProgramOut>();

  protected readonly mayWrite = computed(() => this.member().role !== 'READ_ONLY');
  // By what never changes of a program, so that what is shown stays while it is looked at again.
  private readonly id = computed(() => this.program().id);
  private readonly start = computed(() => this.program().start_date);
  private readonly end = computed(() => this.program().end_date);
  private readonly asked = computed(() => ({
    id: this.id(),
    start_date: this.start(),
    end_date: this.end(),
  }));

  /** The grid needs both: a score tells no pause. */
  protected readonly days = look(this.asked, async (program): Promise<Days> => {
    const [range, versions] = await Promise.all([
      this.course.days(program),
      this.course.versions(program.id),
    ]);
    return { range, versions };
  });
  protected readonly checkIns = look(this.asked, ({ id }) => this.course.checkIns(id));

  private readonly pace = pacing(() => {
    this.days.again();
    this.checkIns.again();
  });

  constructor() {
    // Another status or another day: what is due has changed.
    whenTurned(
      () => `${this.program().status} ${this.today()}`,
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

  protected answered(): void {
    this.checkIns.again();
  }

  protected questions(): CheckInOut[] {
    return this.checkIns.value() ?? [];
  }
}
