import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  resource,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { LogPatch } from '../api/models';
import { Foods, itemsIn } from '../core/foods';
import { MealForm, MealStart, MealTold } from '../core/meal-form';
import { PartFailure } from '../core/part-failure';
import { failureOf } from '../core/problem';
import { holdWhile } from '../core/unsaved';
import { VitalsForm } from '../core/vitals-form';
import { WhenField } from '../core/when-field';
import { workoutOf } from '../core/workout';
import { WorkoutForm } from '../core/workout-form';
import { Skeleton } from '../ui/skeleton';
import { changeOf } from './change';
import { Kept } from './log-keeper';

/** What a log says, to be said better. */
@Component({
  selector: 'praan-correction',
  imports: [
    MatButton,
    MealForm,
    PartFailure,
    Skeleton,
    TranslocoDirective,
    VitalsForm,
    WhenField,
    WorkoutForm,
  ],
  templateUrl: './correction.html',
  styleUrl: './correction.scss',
})
export class Correction {
  private readonly foods = inject(Foods);
  private readonly workout = viewChild(WorkoutForm);
  private readonly vitals = viewChild(VitalsForm);
  private readonly when = viewChild(WhenField);

  readonly kept = input.required<Kept>();
  readonly busy = input(false);
  /** What changes; null when nothing does. */
  readonly corrected = output<LogPatch | null>();
  readonly left = output();

  constructor() {
    holdWhile(() => [this.workout(), this.vitals(), this.when()].some((each) => each?.dirty()));
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => host.querySelector('h2')?.focus());
  }

  protected readonly log = computed(() => this.kept().log);
  protected readonly meal = resource({
    params: () => (this.log().log_type === 'NUTRITION' ? this.log() : undefined),
    loader: async ({ params: { payload, timestamp } }): Promise<MealStart> => ({
      payload,
      timestamp,
      helpings: await this.foods.plate(itemsIn({ payload })),
    }),
  });
  protected readonly failure = computed(() => failureOf(this.meal.error()));
  protected readonly asWorkout = computed(() => workoutOf(this.log().payload) ?? null);

  protected takeMeal({ payload, timestamp, timed }: MealTold): void {
    this.corrected.emit(changeOf(this.log(), payload, timed ? timestamp : undefined));
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const payload = this.workout()?.read() ?? this.vitals()?.read();
    const when = payload && this.when()?.read();
    if (!payload || !when || this.busy()) return;
    const timestamp = this.when()?.dirty() ? when : undefined;
    this.corrected.emit(changeOf(this.log(), { ...payload }, timestamp));
  }
}
