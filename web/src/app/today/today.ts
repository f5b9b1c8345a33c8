import { Component, computed, inject, input, linkedSignal, numberAttribute, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ProgramOut } from '../api/models';
import { Minutes } from '../core/minutes';
import { inWords, todayIn } from '../core/day';
import { Family } from '../core/family';
import { look } from '../core/look';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { ProgramWay } from '../core/program-way';
import { currentOf, Programs } from '../core/programs';
import { whenTurned } from '../core/turned';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { DayBoard } from './day-board';

interface Day {
  member: MemberOut;
  program?: ProgramOut;
}

/** One member's day. */
@Component({
  selector: 'praan-today',
  imports: [
    BreakfastScene,
    DayBoard,
    EmptyState,
    MatButton,
    Notice,
    PageFailure,
    ProgramWay,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './today.html',
  styleUrl: './today.scss',
  host: { '(window:focus)': 'loaded.again()' },
})
export class Today {
  private readonly minutes = inject(Minutes);
  private readonly family = inject(Family);
  private readonly programs = inject(Programs);
  private readonly preferences = inject(Preferences);

  readonly memberId = input.required({ transform: numberAttribute });

  private readonly asked = computed(() => ({ memberId: this.memberId() }));
  /** The member and the program; a member whom nobody shares with the reader is none. */
  protected readonly loaded = look(this.asked, async ({ memberId }): Promise<Partial<Day>> => {
    const [members, programs] = await Promise.all([this.family.load(), this.programs.known(memberId)]);
    return { member: members.find((each) => each.id === memberId), program: currentOf(programs) };
  });

  protected readonly member = computed(() => this.loaded.value()?.member);
  /** Resumed on this page since the last look. */
  private readonly resumed = linkedSignal<Partial<Day> | undefined, ProgramOut | undefined>({
    source: this.loaded.value,
    computation: () => undefined,
  });
  protected readonly program = computed(() => this.resumed() ?? this.loaded.value()?.program);
  protected readonly own = computed(() => this.member()?.relation_type === 'SELF');
  protected readonly heading = computed(() => {
    if (!this.member()) return 'today.title';
    return this.own() ? 'today.heading_self' : 'today.heading';
  });
  protected readonly mayWrite = computed(() => this.member()?.role !== 'READ_ONLY');

  private readonly reckoned = computed(() => {
    const member = this.member();
    return member && todayIn(member.time_zone, this.minutes.now());
  });
  /** The day as the server tells it to the cards. */
  protected readonly told = linkedSignal<string | undefined, string | undefined>({
    source: this.reckoned,
    computation: () => undefined,
  });
  private readonly today = computed(() => this.told() ?? this.reckoned());
  protected readonly date = computed(() => {
    const today = this.today();
    return today && inWords(today, this.preferences.language());
  });

  /** How the page looks: by the member's program and day. */
  protected readonly state = computed<'begin' | 'ahead' | 'running' | 'paused' | 'finished'>(() => {
    const program = this.program();
    const today = this.today() ?? '';
    if (!program) return 'begin';
    if (program.status === 'COMPLETED' || today > program.end_date) return 'finished';
    if (program.status === 'PAUSED') return 'paused';
    return today < program.start_date ? 'ahead' : 'running';
  });
  protected readonly begins = computed(() => {
    const start = this.program()?.start_date;
    return start && inWords(start, this.preferences.language());
  });
  protected readonly beginning = computed(() => {
    if (!this.mayWrite()) return 'today.only_reading';
    return this.own() ? 'today.begin_self' : 'today.begin';
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    if (this.loaded.waiting() || this.member()) return undefined;
    // The same words for a person who is not in the list and one who does not exist: neither is told.
    return this.loaded.failure() ?? { cause: 'forbidden', fields: [] };
  });

  protected readonly busy = signal(false);
  protected readonly refused = signal<Failure | null>(null);

  constructor() {
    // A new day: the program is at its next day, perhaps in its next phase.
    whenTurned(this.reckoned, () => this.loaded.again());
  }

  protected async resume(): Promise<void> {
    const program = this.program();
    if (!program || this.busy()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      this.resumed.set(await this.programs.resume(program.id));
    } catch (error) {
      this.refused.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }
}
