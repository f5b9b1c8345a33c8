import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  OnInit,
  output,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ProgramOut } from '../api/models';
import { Minutes } from '../core/minutes';
import { hourIn, todayIn } from '../core/day';
import { Diary } from '../core/diary';
import { Live } from '../core/live';
import { look } from '../core/look';
import { Figures } from '../core/figures';
import { pacing } from '../core/pace';
import { PartFailure } from '../core/part-failure';
import { Preferences } from '../core/preferences';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { DayLog } from './day-log';
import { DayScore } from './day-score';
import { FoodBars } from './food-bars';
import { nextThing } from './next';
import { NextStep } from './next-step';
import { onTheWay } from './on-the-way';
import { StaleBadge } from '../ui/stale-badge';
import { WeekStrip } from './week-strip';

/** So long the cards wait for each other. */
const PATIENCE_MS = 2_500;

/** A member's day in cards. Each card asks for its own part, looks again by itself and may fail alone. */
@Component({
  selector: 'praan-day-board',
  imports: [
    BreakfastScene,
    DayLog,
    DayScore,
    EmptyState,
    FoodBars,
    MatButton,
    NextStep,
    PartFailure,
    RouterLink,
    Skeleton,
    StaleBadge,
    TranslocoDirective,
    WeekStrip,
  ],
  templateUrl: './day-board.html',
  styleUrl: './day-board.scss',
  host: { '(window:focus)': 'refresh()' },
})
export class DayBoard implements OnInit {
  private readonly minutes = inject(Minutes);
  private readonly diary = inject(Diary);
  private readonly live = inject(Live);
  private readonly preferences = inject(Preferences);
  private readonly destroyed = inject(DestroyRef);

  readonly member = input.required<MemberOut>();
  readonly program = input.required<ProgramOut>();
  /** The day that is shown: the server's, once it is known. */
  readonly day = output<string>();

  protected readonly own = computed(() => this.member().relation_type === 'SELF');
  protected readonly mayWrite = computed(() => this.member().role !== 'READ_ONLY');
  /** The day by this device's clock; it turns at the member's own midnight. */
  private readonly reckoned = computed(() => todayIn(this.member().time_zone, this.minutes.now()));
  private readonly asked = computed(() => ({ programId: this.program().id, day: this.reckoned() }));

  protected readonly score = look(this.asked, ({ programId }) => this.diary.score(programId));
  /** The day that the server says it is: a device's clock may be wrong. */
  protected readonly today = computed(() => this.score.value()?.date ?? this.reckoned());
  private readonly dated = computed(() => ({ programId: this.program().id, day: this.today() }));
  protected readonly entries = look(this.dated, ({ programId, day }) => this.diary.day(programId, day));
  protected readonly week = look(this.dated, ({ programId, day }) => this.diary.week(programId, day));
  protected readonly config = look(this.dated, ({ programId }) => this.diary.goals(programId));

  protected readonly onTheWay = onTheWay(
    computed(() => ({
      memberId: this.member().id,
      timeZone: this.member().time_zone,
      today: this.today(),
    })),
    this.entries.value,
  );
  protected readonly next = computed(() => {
    const [score, entries] = [this.score.value(), this.entries.value()];
    if (!score || !entries) return undefined;
    return nextThing({
      score,
      logs: entries.logs,
      parcels: this.onTheWay().map(({ parcel }) => parcel),
      hour: hourIn(this.member().time_zone, this.minutes.now()),
      mayWrite: this.mayWrite(),
    });
  });
  protected readonly nextWaits = computed(() => this.score.waiting() || this.entries.waiting());

  /** When a fresh look is refused, what was there stays, with the time it is of. */
  protected readonly staleSince = computed(() => {
    const parts = [this.score, this.entries, this.week, this.config];
    const stale = parts.filter((each) => each.failure() && each.value()).map((each) => each.at());
    if (!stale.length) return undefined;
    const figures = new Figures(this.preferences.language());
    return figures.asOf(new Date(Math.min(...stale)), this.member().time_zone);
  });

  private readonly late = signal(false);
  /** The cards come together, unless one is slow or something of the reader's own is to be seen at once. */
  protected readonly ready = linkedSignal<boolean, boolean>({
    source: () => {
      const waiting = [this.score, this.entries, this.week, this.config].some((each) => each.waiting());
      return !waiting || this.late() || this.onTheWay().length > 0;
    },
    computation: (now, before) => now || before?.value === true,
  });

  private readonly pace = pacing(() => {
    for (const each of [this.score, this.entries, this.week, this.config]) each.again();
  });

  constructor() {
    // The device has been asleep, or the minute has turned over a midnight that the server reckons otherwise.
    effect(() => {
      const turned = this.reckoned() !== this.today();
      this.minutes.now();
      if (turned) untracked(() => this.refresh());
    });
    effect(() => this.day.emit(this.today()));
    const patience = setTimeout(() => this.late.set(true), PATIENCE_MS);
    this.destroyed.onDestroy(() => clearTimeout(patience));
  }

  ngOnInit(): void {
    this.live.on(this.member().id, () => this.refresh(), this.destroyed);
  }

  /** Looks again without a word: somebody may have logged something, or set other goals. */
  protected refresh(): void {
    this.pace.ask();
  }
}
