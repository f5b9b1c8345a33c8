import { Workout } from './workout';
import { WorkoutFields } from './workout-model';

const squats: Workout = {
  kind: 'strength',
  minutes: 40,
  exercises: [
    {
      name: 'Squat',
      sets: [
        { reps: 8, weight_kg: 20 },
        { reps: 6, weight_kg: 22.5 },
      ],
    },
    { name: 'Plank', sets: [{ reps: 1, weight_kg: 0 }] },
  ],
};

describe('the fields of a workout', () => {
  it.each(['METRIC', 'IMPERIAL'] as const)('give back what filled them, in %s', (units) => {
    const fields = new WorkoutFields(units);
    fields.fill(squats);

    expect(fields.valid).toBe(true);
    expect(fields.read()).toEqual(squats);
  });

  it('ask only for what the kind needs', () => {
    const fields = new WorkoutFields('METRIC');
    fields.controls.minutes.setValue('30');
    expect(fields.valid).toBe(false);
    fields.controls.activity.setValue('  Yoga ');
    expect(fields.read()).toEqual({ kind: 'duration', activity: 'Yoga', minutes: 30 });

    fields.choose('strength');
    expect(fields.valid).toBe(false);
    expect(fields.controls.exercises.length).toBe(1);
    fields.choose('duration');
    expect(fields.valid).toBe(true);
  });

  it('make the next set like the last', () => {
    const fields = new WorkoutFields('METRIC');
    fields.fill(squats);
    const exercise = fields.controls.exercises.at(0);
    fields.addSet(exercise);

    expect(exercise.getRawValue().sets[2]).toEqual({ reps: '6', weight: '22.5' });
  });

  it.each([
    ['minutes', '0', 'range'],
    ['minutes', '1441', 'range'],
    ['minutes', 'half an hour', 'number'],
    ['minutes', '', 'required'],
    ['minutes', '0.5', undefined],
    ['reps', '0', 'range'],
    ['reps', '1.5', 'number'],
    ['reps', '1001', 'range'],
    ['reps', '१२', undefined],
    ['weight', '', undefined],
    ['weight', '1001', 'range'],
    ['weight', '-1', 'number'],
    ['weight', '0', undefined],
  ])('%s “%s”: %s', (name, text, mistake) => {
    const fields = new WorkoutFields('METRIC');
    fields.fill(squats);
    const set = fields.controls.exercises.at(0).controls.sets.at(0).controls;
    const control = { minutes: fields.controls.minutes, ...set }[name];
    control?.setValue(text);

    expect(Object.keys(control?.errors ?? {})).toEqual(mistake ? [mistake] : []);
  });
});
