import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  numberAttribute,
  resource,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';

import { todayIn } from '../core/day';
import { PageFailure } from '../core/page-failure';
import { explain, Failure, failureOf } from '../core/problem';
import { Programs } from '../core/programs';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Draft } from './draft';
import { GoalRow } from './goal-row';
import { Goal, goalsOf, Group, mistakeOf, written } from './goals';
import { OWN } from './program-step';
import { Starts } from './start';
import { Steps } from './steps';

const GROUPS: Group[] = ['eat', 'move', 'measure'];

/** The third step: goals to begin with, each with its reason; then the ninety days start. */
@Component({
  selector: 'praan-goals-step',
  imports: [GoalRow, MatButton, Notice, PageFailure, RouterLink, Skeleton, Steps, TranslocoDirective],
  templateUrl: './goals-step.html',
  styleUrls: ['./step.scss', './goals-step.scss'],
})
export class GoalsStep {
  private readonly router = inject(Router);
  private readonly starts = inject(Starts);
  private readonly programs = inject(Programs);
  private readonly draft = inject(Draft);
  private readonly transloco = inject(TranslocoService);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly memberId = input.required({ transform: numberAttribute });
  readonly template = input<string>();
  readonly start = input<string>();

  protected readonly loaded = resource({
    params: () => this.memberId(),
    loader: ({ params: memberId }) => this.starts.load(memberId),
  });
  protected readonly member = computed(() =>
    this.loaded.hasValue() ? this.loaded.value()?.member : undefined,
  );
  protected readonly self = computed(() => this.member()?.relation_type === 'SELF');
  private readonly chosen = computed(() => {
    const data = this.loaded.hasValue() ? this.loaded.value()?.templates.data : undefined;
    return data?.find((each) => each.id === this.template());
  });
  protected readonly goals = linkedSignal<Goal[]>(() => {
    if (!this.loaded.hasValue()) return [];
    const template = this.chosen();
    return (
      this.draft.recall(this.memberId(), template?.id ?? OWN) ??
      goalsOf(template, this.loaded.value()?.templates.everyday)
    );
  });
  protected readonly groups = computed(() =>
    GROUPS.map((group) => ({
      group,
      goals: this.goals()
        .filter((goal) => goal.kind.group === group)
        // What is asked for comes first; switching one must not move it under the finger.
        .sort((one, other) => Number(this.asked(other)) - Number(this.asked(one))),
    })).filter((each) => each.goals.length),
  );
  private readonly askedFor = computed(
    () => new Set(goalsOf(this.chosen(), null).map((goal) => goal.kind.name)),
  );
  protected readonly way = computed(() => ({ template: this.chosen()?.id ?? OWN, start: this.start() }));
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.loaded.error());
    if (failed) return failed;
    return this.loaded.isLoading() || this.member() ? undefined : { cause: 'forbidden', fields: [] };
  });
  protected readonly busy = signal(false);
  protected readonly refused = signal<Failure | null>(null);

  constructor() {
    effect(() => {
      if (this.loaded.hasValue() && this.loaded.value()?.running) void this.arrive();
    });
  }

  protected change(goal: Goal): void {
    this.goals.update((all) => all.map((each) => (each.kind.name === goal.kind.name ? goal : each)));
    this.draft.keep(this.memberId(), this.way().template, this.goals());
  }

  protected async begin(event: Event): Promise<void> {
    event.preventDefault();
    const member = this.member();
    if (!member || this.busy()) return;
    const wrong = this.goals().find((goal) => mistakeOf(goal));
    if (wrong) {
      this.host
        .querySelector<HTMLElement>(`#goal-${wrong.kind.name}`)
        ?.closest('praan-goal-row')
        ?.querySelector<HTMLElement>('[aria-invalid], .days button')
        ?.focus();
      return;
    }
    this.busy.set(true);
    this.refused.set(null);
    const template = this.chosen();
    const title = template ? `onboarding.template.${template.id}.title` : 'today.program_title';
    try {
      await this.programs.start(member.id, {
        ...written(this.goals()),
        title: this.transloco.translate(title),
        template: template?.id ?? null,
        start_date: this.start() ?? todayIn(member.time_zone),
      });
      this.draft.forget();
      await this.arrive();
    } catch (error) {
      this.refused.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }

  private asked(goal: Goal): boolean {
    return this.askedFor().has(goal.kind.name);
  }

  private async arrive(): Promise<void> {
    await this.router.navigate(['/m', this.memberId(), 'today'], { replaceUrl: true });
  }
}
