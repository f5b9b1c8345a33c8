import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  signal,
  untracked,
} from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Control, Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Figures } from './figures';
import { Preferences } from './preferences';
import { heaviest, MOST, numberOf, Units, Workout } from './workout';
import { ExerciseFields, Kind, WorkoutFields } from './workout-model';

const QUICK_MINUTES = [10, 15, 20, 30, 45, 60];
const STEP = 5;
const KINDS: readonly Kind[] = ['duration', 'strength'];
/** Keys below `move.activities`; what is chosen is kept as it is written in the language of the page. */
const ACTIVITIES = [
  'walk',
  'yoga',
  'housework',
  'cricket',
  'dancing',
  'cycling',
  'badminton',
  'gardening',
  'stretching',
  'breathing',
] as const;

/**
 * The fields of a workout, to be put into a form: by time, or by exercises with their sets. Ask `read()` for what
 * they say; `start` fills them, when it changes anew.
 */
@Component({
  selector: 'praan-workout-form',
  imports: [Control, Field, Icon, MatButton, ReactiveFormsModule, TranslocoDirective],
  templateUrl: './workout-form.html',
  styleUrl: './workout-form.scss',
  host: { '(input)': 'dirty.set(true)' },
})
export class WorkoutForm {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly preferences = inject(Preferences);

  readonly units = input.required<Units>();
  readonly start = input<Workout | null>(null);

  protected readonly kinds = KINDS;
  protected readonly activities = ACTIVITIES;
  protected readonly quick = QUICK_MINUTES;
  protected readonly most = MOST;
  protected readonly step = STEP;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly heaviest = computed(() => heaviest(this.units()));
  protected readonly unit = computed(() => (this.units() === 'IMPERIAL' ? 'lb' : 'kg'));
  protected readonly fields = linkedSignal(() => new WorkoutFields(this.units()));
  /** Whether somebody has typed or chosen something here. */
  readonly dirty = signal(false);
  /** What a reader that cannot see the rows is told about them. */
  protected readonly told = signal<{ key: string; number: number } | null>(null);

  constructor() {
    effect(() => {
      const workout = this.start();
      const fields = this.fields();
      if (workout) untracked(() => fields.fill(workout));
    });
  }

  /** What the fields say; undefined after showing their mistakes, with the cursor in the first. */
  read(): Workout | undefined {
    const fields = this.fields();
    if (fields.valid) return fields.read();
    fields.markAllAsTouched();
    this.focus('[aria-invalid="true"]');
    return undefined;
  }

  protected choose(kind: Kind): void {
    this.fields().choose(kind);
    this.dirty.set(true);
  }

  protected suggest(activity: string): void {
    this.set(this.fields().controls.activity, activity);
  }

  protected takeMinutes(minutes: number): void {
    this.set(this.fields().controls.minutes, String(minutes));
  }

  /** To the next multiple of five above or below, which may not leave the bounds. */
  protected stepMinutes(direction: 1 | -1): void {
    const now = numberOf(this.fields().controls.minutes.value) ?? 0;
    const next = direction > 0 ? Math.floor(now / STEP) + 1 : Math.ceil(now / STEP) - 1;
    this.takeMinutes(Math.min(MOST.minutes, Math.max(STEP, next * STEP)));
  }

  protected addExercise(): void {
    const { exercises } = this.fields().controls;
    this.fields().addExercise();
    this.dirty.set(true);
    this.tell('move.exercise_added', exercises.length);
    this.focus(`[data-exercise="${exercises.length - 1}"] input`);
  }

  protected removeExercise(place: number): void {
    const { exercises } = this.fields().controls;
    exercises.removeAt(place);
    this.dirty.set(true);
    this.tell('move.exercise_removed', place + 1);
    this.focus(`[data-exercise="${Math.min(place, exercises.length - 1)}"] input`);
  }

  protected addSet(exercise: ExerciseFields, place: number): void {
    const { sets } = exercise.controls;
    this.fields().addSet(exercise);
    this.dirty.set(true);
    this.tell('move.set_added', sets.length);
    this.focus(`[data-exercise="${place}"] [data-set="${sets.length - 1}"] input`);
  }

  protected removeSet(exercise: ExerciseFields, place: number, number: number): void {
    const { sets } = exercise.controls;
    sets.removeAt(number);
    this.dirty.set(true);
    this.tell('move.set_removed', number + 1);
    this.focus(`[data-exercise="${place}"] [data-set="${Math.min(number, sets.length - 1)}"] input`);
  }

  private set(control: WorkoutFields['controls']['minutes'], value: string): void {
    control.setValue(value);
    this.dirty.set(true);
  }

  private tell(key: string, number: number): void {
    this.told.set({ key, number });
  }

  /** Moves the cursor once the page shows what has just changed. */
  private focus(selector: string): void {
    afterNextRender(() => this.host.querySelector<HTMLElement>(selector)?.focus(), {
      injector: this.injector,
    });
  }
}
