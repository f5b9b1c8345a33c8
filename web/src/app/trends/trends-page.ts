import { Component, computed, inject, input, numberAttribute, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { inWords } from '../core/day';
import { Translate } from '../core/entry';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { explain } from '../core/problem';
import { programShown } from '../core/program-shown';
import { Toasts } from '../core/toasts';
import { BreakfastScene } from '../ui/breakfast-scene';
import { Choice, Option } from '../ui/choice';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { History } from './history';
import { RangeName, rangeNamed, RANGES, spanOf } from './span';
import { TrendsBoard } from './trends-board';

/** How a member's days went over a while: scores, food and readings, each as a drawing and as a table. */
@Component({
  selector: 'praan-trends',
  imports: [
    BreakfastScene,
    Choice,
    EmptyState,
    MatButton,
    PageFailure,
    RouterLink,
    Skeleton,
    TranslocoDirective,
    TrendsBoard,
  ],
  templateUrl: './trends-page.html',
  styleUrl: './trends-page.scss',
  host: { '(window:focus)': 'loaded.again()' },
})
export class TrendsPage {
  private readonly history = inject(History);
  private readonly language = inject(Preferences).language;
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);

  readonly memberId = input.required({ transform: numberAttribute });
  /** 7, 30, 90 or program, as the URL has it. */
  readonly range = input<RangeName, string | undefined>('30', { transform: rangeNamed });
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
  protected readonly saving = signal(false);
  protected readonly span = computed(() => {
    const program = this.shown();
    return program && spanOf(this.range(), program, this.today());
  });
  protected readonly heading = computed(() => {
    const member = this.member();
    if (!member) return 'trends.title';
    return member.relation_type === 'SELF' ? 'trends.heading_self' : 'trends.heading';
  });

  protected options(t: Translate): Option<RangeName>[] {
    return RANGES.map((value) => ({ value, word: t(`trends.range.${value}`) }));
  }

  protected date(day: string): string {
    return inWords(day, this.language());
  }

  protected choose(range: RangeName): void {
    void this.router.navigate([], { queryParams: { range }, queryParamsHandling: 'merge' });
  }

  protected async save(): Promise<void> {
    const [program, span] = [this.shown(), this.span()];
    if (!program || !span || this.saving()) return;
    this.saving.set(true);
    try {
      await this.history.save(program.id, span);
    } catch (error) {
      const { cause, wait } = explain(error);
      this.toasts.show(`failure.${cause}`, { wait: wait ?? 60 });
    } finally {
      this.saving.set(false);
    }
  }
}
