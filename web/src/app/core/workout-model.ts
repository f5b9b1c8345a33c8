import {
  AbstractControl,
  FormArray,
  FormControl,
  FormGroup,
  ValidationErrors,
  Validators,
} from '@angular/forms';

import { Exercise } from '../api/models';
import { fromKilograms, heaviest, inKilograms, MOST, numberOf, Units, Workout } from './workout';

export type Kind = Workout['kind'];

export type SetFields = FormGroup<{ reps: FormControl<string>; weight: FormControl<string> }>;
export type ExerciseFields = FormGroup<{ name: FormControl<string>; sets: FormArray<SetFields> }>;

const NEWCOMER_REPS = 10;

/** The fields of a workout. What the chosen kind does not ask for is disabled, and so has no mistakes. */
export class WorkoutFields extends FormGroup<{
  kind: FormControl<Kind>;
  activity: FormControl<string>;
  exercises: FormArray<ExerciseFields>;
  minutes: FormControl<string>;
}> {
  /** What was kept of a weight, by the words it was shown in: what nobody changes does not drift. */
  private readonly kept = new Map<string, number>();

  constructor(private readonly units: Units) {
    super({
      kind: new FormControl<Kind>('duration', { nonNullable: true }),
      activity: words(''),
      exercises: new FormArray<ExerciseFields>([]),
      minutes: amount('', { above: 0, most: MOST.minutes }),
    });
    this.choose('duration');
  }

  choose(kind: Kind): void {
    const { activity, exercises } = this.controls;
    this.controls.kind.setValue(kind);
    if (kind === 'strength' && !exercises.length) this.addExercise();
    for (const [control, wanted] of [
      [activity, kind === 'duration'],
      [exercises, kind === 'strength'],
    ] as const) {
      if (wanted) control.enable();
      else control.disable();
    }
  }

  fill(workout: Workout): void {
    const { activity, exercises, minutes } = this.controls;
    minutes.setValue(String(workout.minutes));
    if (workout.kind === 'duration') {
      activity.setValue(workout.activity);
    } else {
      exercises.clear();
      for (const exercise of workout.exercises) exercises.push(this.exercise(exercise));
    }
    this.choose(workout.kind);
    this.markAsUntouched();
  }

  addExercise(): void {
    this.controls.exercises.push(this.exercise({ name: '', sets: [] }));
  }

  /** One more set like the last one. */
  addSet(exercise: ExerciseFields): void {
    const { sets } = exercise.controls;
    const last = sets.at(-1)?.getRawValue();
    sets.push(this.set(last?.reps ?? String(NEWCOMER_REPS), last?.weight ?? ''));
  }

  /** What the fields say; only of use while they are valid. */
  read(): Workout {
    const { kind, activity, exercises, minutes } = this.getRawValue();
    const time = numberOf(minutes) ?? 0;
    if (kind === 'duration') return { kind, activity: activity.trim(), minutes: time };
    return {
      kind,
      minutes: time,
      exercises: exercises.map(({ name, sets }) => ({
        name: name.trim(),
        sets: sets.map(({ reps, weight }) => ({
          reps: numberOf(reps) ?? 0,
          weight_kg: this.kept.get(weight) ?? inKilograms(numberOf(weight) ?? 0, this.units),
        })),
      })),
    };
  }

  private exercise({ name, sets }: Exercise): ExerciseFields {
    const rows = sets.map(({ reps, weight_kg }) => {
      const weight = String(fromKilograms(weight_kg, this.units));
      this.kept.set(weight, weight_kg);
      return this.set(String(reps), weight);
    });
    return new FormGroup({
      name: words(name),
      sets: new FormArray(rows.length ? rows : [this.set(String(NEWCOMER_REPS), '')]),
    });
  }

  private set(reps: string, weight: string): SetFields {
    return new FormGroup({
      reps: amount(reps, { least: 1, most: MOST.reps, whole: true }),
      // Left empty it is the body's own weight, which is none to lift.
      weight: amount(weight, { least: 0, most: heaviest(this.units), optional: true }),
    });
  }
}

function words(value: string): FormControl<string> {
  return new FormControl(value, {
    nonNullable: true,
    validators: [Validators.required, Validators.pattern(/\S/), Validators.maxLength(MOST.words)],
  });
}

interface Bounds {
  most: number;
  least?: number;
  above?: number;
  whole?: boolean;
  optional?: boolean;
}

function amount(value: string, bounds: Bounds): FormControl<string> {
  return new FormControl(value, {
    nonNullable: true,
    validators: (control: AbstractControl<string>) => mistakeOf(control.value, bounds),
  });
}

function mistakeOf(text: string, { most, least, above, whole, optional }: Bounds): ValidationErrors | null {
  if (!text.trim()) return optional ? null : { required: true };
  const value = numberOf(text);
  if (value === undefined || (whole && !Number.isInteger(value))) return { number: true };
  const tooSmall = (least !== undefined && value < least) || (above !== undefined && value <= above);
  return tooSmall || value > most ? { range: true } : null;
}
