import { Component, computed, DOCUMENT, inject, input, numberAttribute, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ProgramOut } from '../api/models';
import { Family } from '../core/family';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { Failure, failureOf } from '../core/problem';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { inWords, todayIn } from '../core/day';
import { DayLog } from './day-log';
import { DayScore } from './day-score';
import { Diary } from '../core/diary';
import { Programs } from '../core/programs';

/** One member's day. */
@Component({
  selector: 'praan-today',
  imports: [
    BreakfastScene,
    DayLog,
    DayScore,
    EmptyState,
    MatButton,
    PageFailure,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './today.html',
  styleUrl: './today.scss',
  host: { '(window:focus)': 'refresh()', '(document:visibilitychange)': 'refresh()' },
})
export class Today {
  private readonly document = inject(DOCUMENT);
  private readonly family = inject(Family);
  private readonly programs = inject(Programs);
  private readonly diary = inject(Diary);
  private readonly preferences = inject(Preferences);

  readonly memberId = input.required({ transform: numberAttribute });

  private readonly loaded = resource({
    params: () => this.memberId(),
    loader: async ({ params: memberId }) => {
      const member = (await this.family.load()).find((each) => each.id === memberId);
      return member && { member, program: await this.programs.running(memberId) };
    },
  });

  private readonly day = computed(() => (this.loaded.hasValue() ? this.loaded.value() : undefined));
  /** While something is there to look at, a fresh look at it goes unsaid. */
  protected readonly loading = computed(() => this.loaded.status() === 'loading');
  protected readonly member = computed(() => this.day()?.member);
  protected readonly program = computed(() => this.day()?.program);
  protected readonly own = computed(() => this.member()?.relation_type === 'SELF');
  protected readonly heading = computed(() => {
    if (!this.member()) return 'today.title';
    return this.own() ? 'today.heading_self' : 'today.heading';
  });
  protected readonly mayStart = computed(() => this.member()?.role !== 'READ_ONLY');
  protected readonly beginning = computed(() => {
    if (!this.mayStart()) return 'today.only_reading';
    return this.own() ? 'today.begin_self' : 'today.begin';
  });

  private readonly programId = computed(() => this.program()?.id);
  protected readonly score = resource({
    params: () => this.programId(),
    loader: ({ params: programId }) => this.diary.score(programId),
  });
  /** The member's today as the server knows it; by this device's clock where the server does not tell. */
  private readonly today = computed(() => {
    if (this.score.hasValue()) return this.score.value().date;
    const member = this.member();
    const unknown = this.score.error() !== undefined || !this.programId();
    return member && unknown ? todayIn(member.time_zone) : undefined;
  });
  protected readonly entries = resource({
    params: () => {
      const [programId, date] = [this.programId(), this.today()];
      return programId && date ? { programId, date } : undefined;
    },
    loader: ({ params: { programId, date } }) => this.diary.day(programId, date),
  });
  protected readonly scoreFailure = computed(() => failureOf(this.score.error()));
  protected readonly entriesFailure = computed(() => failureOf(this.entries.error()));

  protected readonly date = computed(() => {
    const member = this.member();
    return member && inWords(this.today() ?? todayIn(member.time_zone), this.preferences.language());
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.loaded.error());
    if (failed) return failed;
    // The same words for a person who is not in the list and one who does not exist: neither is told.
    return this.loaded.isLoading() || this.day() ? undefined : { cause: 'forbidden', fields: [] };
  });

  protected reload(): void {
    this.loaded.reload();
  }

  /** Looks again when the person does: meanwhile somebody may have logged something, or the day has ended. */
  protected refresh(): void {
    if (this.document.visibilityState !== 'visible') return;
    for (const each of [this.loaded, this.score, this.entries]) {
      if (!each.isLoading()) each.reload();
    }
  }

  /** How much of the ninety days has been reached, in percent. */
  protected reached(program: ProgramOut): number {
    return Math.min(100, Math.max(0, (program.day / 90) * 100));
  }
}
