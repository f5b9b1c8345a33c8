import { Component, computed, inject, input, numberAttribute } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ProgramOut } from '../api/models';
import { inWords } from '../core/day';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { programShown } from '../core/program-shown';
import { ProgramWay } from '../core/program-way';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { ProgramBoard } from './program-board';

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
  private readonly language = inject(Preferences).language;

  readonly memberId = input.required({ transform: numberAttribute });
  /** An earlier program, where the URL names one. */
  readonly program = input<number | undefined, string | undefined>(undefined, {
    transform: (text) => (text === undefined ? undefined : Number(text)),
  });

  private readonly about = programShown(this.memberId, this.program);
  protected readonly loaded = this.about.loaded;
  protected readonly member = this.about.member;
  protected readonly shown = this.about.shown;
  protected readonly today = this.about.today;
  protected readonly failure = this.about.failure;
  protected readonly mayWrite = computed(() => this.member()?.role !== 'READ_ONLY');
  protected readonly others = computed(() => this.about.all().filter((each) => each.id !== this.shown()?.id));

  protected readonly heading = computed(() => {
    const member = this.member();
    if (!member) return 'program.title';
    return member.relation_type === 'SELF' ? 'program.heading_self' : 'program.heading';
  });

  protected date(day: string): string {
    return inWords(day, this.language());
  }

  protected changed(program: ProgramOut): void {
    this.about.all.update((all) => all.map((each) => (each.id === program.id ? program : each)));
  }
}
