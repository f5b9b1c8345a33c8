import { Component, computed, inject, input, numberAttribute, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Family } from '../core/family';
import { PageFailure } from '../core/page-failure';
import { Failure, failureOf } from '../core/problem';
import { Programs } from '../core/programs';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';
import { FeedView } from './feed-view';
import { Filters } from './filters';
import { keyOf, questionOf } from './question';

/** All that was ever logged for a member, the latest first. What is looked for stands in the URL. */
@Component({
  selector: 'praan-timeline',
  imports: [
    BreakfastScene,
    EmptyState,
    FeedView,
    Filters,
    MatButton,
    PageFailure,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './timeline.html',
  styleUrl: './timeline.scss',
})
export class Timeline {
  private readonly family = inject(Family);
  private readonly programs = inject(Programs);

  readonly memberId = input.required({ transform: numberAttribute });
  readonly program = input<number | undefined, string | undefined>(undefined, {
    transform: (text) => (text === undefined ? undefined : Number(text)),
  });
  readonly type = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly view = input<string>();

  private readonly loaded = resource({
    params: () => this.memberId(),
    loader: async ({ params: memberId }) => {
      const member = (await this.family.load()).find((each) => each.id === memberId);
      return member && { member, programs: await this.programs.all(memberId) };
    },
  });
  private readonly page = computed(() => (this.loaded.hasValue() ? this.loaded.value() : undefined));
  protected readonly member = computed(() => this.page()?.member);
  protected readonly all = computed(() => this.page()?.programs ?? []);
  /** The one that the URL names, else the running one, else the latest. */
  protected readonly chosen = computed(() => {
    const all = this.all();
    return (
      all.find((each) => each.id === this.program()) ??
      all.find((each) => each.status === 'ACTIVE') ??
      [...all].sort((left, right) => right.start_date.localeCompare(left.start_date))[0]
    );
  });
  protected readonly question = computed(() => {
    const program = this.chosen();
    const asked = { type: this.type(), from: this.from(), to: this.to(), view: this.view() };
    return program && questionOf(program.id, asked);
  });
  /** One list for each question: another question begins at its own top. */
  protected readonly lists = computed(() => {
    const [member, program, question] = [this.member(), this.chosen(), this.question()];
    return member && program && question ? [{ member, program, question, key: keyOf(question) }] : [];
  });
  protected readonly heading = computed(() => {
    const member = this.member();
    if (!member) return 'timeline.title';
    return member.relation_type === 'SELF' ? 'timeline.heading_self' : 'timeline.heading';
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.loaded.error());
    if (failed) return failed;
    return this.loaded.isLoading() || this.page() ? undefined : { cause: 'forbidden', fields: [] };
  });

  protected reload(): void {
    this.loaded.reload();
  }
}
