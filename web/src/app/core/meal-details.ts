import { Component, computed, effect, ElementRef, inject, input, signal, untracked } from '@angular/core';
import { AbstractControl, NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ProgramOut } from '../api/models';
import { Control, Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { instantAt, loggable, Meal, mealAt, MEALS, wallClock } from './meal-time';
import { refuses } from './form-mistakes';

/** What is said of a meal beside its foods. */
export interface Said {
  meal: Meal;
  timestamp: string;
  note: string;
  /** Whether the time was chosen; if not, it is this moment or what it was. */
  timed: boolean;
}

const LONGEST_NOTE = 2000;

/** Which meal, when, and a note. The time is the member's, wherever the person who tells it is. */
@Component({
  selector: 'praan-meal-details',
  imports: [Control, Field, Icon, ReactiveFormsModule, TranslocoDirective],
  templateUrl: './meal-details.html',
  styleUrl: './meal-details.scss',
})
export class MealDetails {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly member = input.required<MemberOut>();
  readonly program = input.required<Pick<ProgramOut, 'start_date' | 'end_date'>>();
  /** What was said before; without it the meal is guessed by the hour, and happens now. */
  readonly before = input<{ meal?: string; timestamp?: string; note?: string }>({});

  protected readonly meals = MEALS;
  /** Whether the time is being chosen. */
  protected readonly timing = signal(false);
  protected readonly bounds = computed(() => loggable(this.program(), this.member().time_zone));
  protected readonly elsewhere = computed(
    () => this.member().time_zone !== Intl.DateTimeFormat().resolvedOptions().timeZone,
  );

  protected readonly form = inject(NonNullableFormBuilder).group({
    meal: 'SNACK' as Meal,
    when: ['', ({ value }: AbstractControl<string>) => this.mistakeIn(value)],
    note: ['', Validators.maxLength(LONGEST_NOTE)],
  });

  constructor() {
    // By value: the same member, told anew by the server, is no reason to forget what is being typed.
    const timeZone = computed(() => this.member().time_zone);
    effect(() => {
      const { meal, timestamp, note } = this.before();
      const zone = timeZone();
      const wall = wallClock(timestamp ? new Date(timestamp) : new Date(), zone);
      untracked(() => {
        this.timing.set(timestamp !== undefined);
        this.form.reset({
          meal: MEALS.find((each) => each === meal) ?? mealAt(wall),
          when: wall,
          note: note ?? '',
        });
      });
    });
  }

  /** What was said; if something is not right, nothing, and the cursor stands where it is wrong. */
  said(): Said | undefined {
    if (refuses(this.form, this.host)) return undefined;
    const { meal, when, note } = this.form.getRawValue();
    const timed = this.timing() && this.form.controls.when.dirty;
    const was = this.before().timestamp;
    const zone = this.member().time_zone;
    const timestamp = timed ? instantAt(when, zone) : (was ?? new Date().toISOString());
    return { meal, timestamp, note: note.trim(), timed };
  }

  protected changeTime(): void {
    this.form.controls.when.setValue(wallClock(new Date(), this.member().time_zone));
    this.timing.set(true);
    setTimeout(() => this.host.querySelector<HTMLInputElement>('input[type=datetime-local]')?.focus());
  }

  private mistakeIn(wall: string): Record<string, true> | null {
    if (!this.timing()) return null;
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(wall)) return { incomplete: true };
    const { earliest, latest } = loggable(this.program(), this.member().time_zone);
    if (wall < earliest) return { early: true };
    return wall.slice(0, 16) > latest ? { late: true } : null;
  }
}
