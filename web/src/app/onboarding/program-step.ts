import {
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  numberAttribute,
  resource,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { yearsBetween } from '../core/calendar';
import { addDays, todayIn } from '../core/day';
import { PageFailure } from '../core/page-failure';
import { Failure, failureOf } from '../core/problem';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { Starts } from './start';
import { Steps } from './steps';

/** Stands for a program of one's own, without a template. */
export const OWN = 'own';
/** The API takes a first day so far from today. */
const REACH_DAYS = 90;

/** The second step: which program, and from when on. */
@Component({
  selector: 'praan-program-step',
  imports: [Icon, MatButton, PageFailure, RouterLink, Skeleton, Steps, TranslocoDirective],
  templateUrl: './program-step.html',
  styleUrls: ['./step.scss', './program-step.scss'],
})
export class ProgramStep {
  private readonly router = inject(Router);
  private readonly starts = inject(Starts);

  readonly memberId = input.required({ transform: numberAttribute });
  /** What was chosen before, on the way back from the goals. */
  readonly template = input<string>();
  readonly start = input<string>();

  protected readonly loaded = resource({
    params: () => this.memberId(),
    loader: ({ params: memberId }) => this.starts.load(memberId),
  });
  protected readonly member = computed(() =>
    this.loaded.hasValue() ? this.loaded.value()?.member : undefined,
  );
  protected readonly templates = computed(() =>
    this.loaded.hasValue() ? (this.loaded.value()?.templates.data ?? []) : [],
  );
  protected readonly own = computed(() => this.member()?.relation_type === 'SELF');
  protected readonly today = computed(() => {
    const member = this.member();
    return member ? todayIn(member.time_zone) : '';
  });
  protected readonly age = computed(() => {
    const member = this.member();
    return member && yearsBetween(member.dob, this.today());
  });
  protected readonly earliest = computed(() => addDays(this.today(), -REACH_DAYS));
  protected readonly latest = computed(() => addDays(this.today(), REACH_DAYS));

  /** The first template is what most people of that age begin with. */
  protected readonly chosen = linkedSignal(() => {
    const offered = this.templates().map((each): string => each.id);
    const wanted = this.template() ?? '';
    return offered.includes(wanted) || wanted === OWN ? wanted : (offered[0] ?? OWN);
  });
  protected readonly day = linkedSignal(() => this.start() ?? this.today());
  protected readonly dayWrong = computed(
    () => !this.day() || this.day() < this.earliest() || this.day() > this.latest(),
  );
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.loaded.error());
    if (failed) return failed;
    return this.loaded.isLoading() || this.member() ? undefined : { cause: 'forbidden', fields: [] };
  });

  constructor() {
    effect(() => {
      if (!this.loaded.hasValue() || !this.loaded.value()?.running) return;
      void this.router.navigate(['/m', this.memberId(), 'today'], { replaceUrl: true });
    });
  }

  protected pick(event: Event): void {
    this.chosen.set((event.target as HTMLInputElement).value);
  }

  protected date(event: Event): void {
    this.day.set((event.target as HTMLInputElement).value);
  }

  protected async next(event: Event, field: HTMLInputElement): Promise<void> {
    event.preventDefault();
    if (this.dayWrong()) {
      field.focus();
      return;
    }
    const start = this.day() === this.today() ? undefined : this.day();
    const choice = { template: this.chosen(), start };
    // The choice stays at this step too, for who comes back to it.
    await this.router.navigate([], { queryParams: choice, replaceUrl: true });
    await this.router.navigate(['/onboarding', this.memberId(), 'goals'], { queryParams: choice });
  }
}
