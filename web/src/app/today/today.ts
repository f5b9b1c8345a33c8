import { Component, computed, inject, input, numberAttribute, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';

import { ProgramOut } from '../api/models';
import { Family } from '../core/family';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Notice } from '../ui/notice';
import { todayIn, todayInWords } from './day';
import { Programs } from './programs';

/** One member's day. */
@Component({
  selector: 'praan-today',
  imports: [BreakfastScene, EmptyState, MatButton, Notice, PageFailure, RouterLink, TranslocoDirective],
  templateUrl: './today.html',
  styleUrl: './today.scss',
})
export class Today {
  private readonly family = inject(Family);
  private readonly programs = inject(Programs);
  private readonly preferences = inject(Preferences);
  private readonly transloco = inject(TranslocoService);

  readonly memberId = input.required({ transform: numberAttribute });

  private readonly loaded = resource({
    params: () => this.memberId(),
    loader: async ({ params: memberId }) => {
      const member = (await this.family.load()).find((each) => each.id === memberId);
      return member && { member, program: await this.programs.running(memberId) };
    },
  });

  private readonly day = computed(() => (this.loaded.hasValue() ? this.loaded.value() : undefined));
  protected readonly loading = this.loaded.isLoading;
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
  protected readonly date = computed(() => {
    const member = this.member();
    return member && todayInWords(this.preferences.language(), member.time_zone);
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const error = this.loaded.error();
    if (error) return explain(error.cause ?? error);
    // The same words for a person who is not in the list and one who does not exist: neither is told.
    return this.loading() || this.day() ? undefined : { cause: 'forbidden', fields: [] };
  });

  protected readonly starting = signal(false);
  protected readonly notStarted = signal<Failure | null>(null);

  protected reload(): void {
    this.loaded.reload();
  }

  protected async start(): Promise<void> {
    const day = this.day();
    if (!day || this.starting()) return;
    this.starting.set(true);
    this.notStarted.set(null);
    try {
      const title = this.transloco.translate('today.program_title');
      const program = await this.programs.start(day.member.id, title, todayIn(day.member.time_zone));
      this.loaded.set({ ...day, program });
    } catch (error) {
      this.notStarted.set(explain(error));
    } finally {
      this.starting.set(false);
    }
  }

  /** How much of the ninety days has been reached, in percent. */
  protected reached(program: ProgramOut): number {
    return Math.min(100, Math.max(0, (program.day / 90) * 100));
  }
}
