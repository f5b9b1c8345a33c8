import { Component, computed, inject, input, linkedSignal, numberAttribute } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ProgramOut } from '../api/models';
import { addDays, inWords, todayIn } from '../core/day';
import { Family } from '../core/family';
import { look } from '../core/look';
import { Minutes } from '../core/minutes';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { Failure } from '../core/problem';
import { ProgramWay } from '../core/program-way';
import { currentOf, Programs } from '../core/programs';
import { whenTurned } from '../core/turned';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { ProgramBoard } from './program-board';

interface Found {
  member?: MemberOut;
  programs: ProgramOut[];
}

/** One member's ninety days as a whole: how they went, what they ask for, and the ways to rest or to end. */
@Component({
  selector: 'praan-program',
  imports: [
    BreakfastScene,
    EmptyState,
    MatButton,
    Notice,
    PageFailure,
    ProgramBoard,
    ProgramWay,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './program-page.html',
  styleUrl: './program-page.scss',
  host: { '(window:focus)': 'loaded.again()' },
})
export class ProgramPage {
  private readonly family = inject(Family);
  private readonly programs = inject(Programs);
  private readonly minutes = inject(Minutes);
  private readonly language = inject(Preferences).language;

  readonly memberId = input.required({ transform: numberAttribute });
  /** An earlier program, where the URL names one. */
  readonly program = input<number | undefined, string | undefined>(undefined, {
    transform: (text) => (text === undefined ? undefined : Number(text)),
  });

  private readonly asked = computed(() => ({ memberId: this.memberId() }));
  protected readonly loaded = look(this.asked, async ({ memberId }): Promise<Found> => {
    const [members, programs] = await Promise.all([this.family.load(), this.programs.known(memberId)]);
    return { member: members.find((each) => each.id === memberId), programs };
  });
  protected readonly member = computed(() => this.loaded.value()?.member);
  protected readonly mayWrite = computed(() => this.member()?.role !== 'READ_ONLY');

  /** All of the member's programs; one that was changed here as it is since. */
  protected readonly all = linkedSignal(() => this.loaded.value()?.programs ?? []);
  protected readonly shown = computed(
    () => this.all().find((each) => each.id === this.program()) ?? currentOf(this.all()),
  );
  protected readonly others = computed(() => this.all().filter((each) => each.id !== this.shown()?.id));

  private readonly reckoned = computed(() => {
    const member = this.member();
    return member ? todayIn(member.time_zone, this.minutes.now()) : '';
  });
  /** The member's day: the server's word where it has one, since a device's clock may be wrong. */
  protected readonly today = computed(() => {
    const program = this.shown();
    if (!program || program.status === 'COMPLETED' || program.day === 0 || program.day === 90) {
      return this.reckoned();
    }
    return addDays(program.start_date, program.day - 1);
  });
  protected readonly heading = computed(() => {
    const member = this.member();
    if (!member) return 'program.title';
    return member.relation_type === 'SELF' ? 'program.heading_self' : 'program.heading';
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    if (this.loaded.waiting() || this.member()) return undefined;
    // The same words for a person who is not in the list and one who does not exist: neither is told.
    return this.loaded.failure() ?? { cause: 'forbidden', fields: [] };
  });

  constructor() {
    whenTurned(this.reckoned, () => this.loaded.again());
  }

  protected date(day: string): string {
    return inWords(day, this.language());
  }

  protected changed(program: ProgramOut): void {
    this.all.update((all) => all.map((each) => (each.id === program.id ? program : each)));
  }
}
