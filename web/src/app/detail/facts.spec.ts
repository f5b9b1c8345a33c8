import { LogOut } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { exercisesOf, factsOf } from './facts';

const t: Translate = (key, params) => [key, ...Object.values(params ?? {})].join(' ');
const english = new Figures('en');
const log = (log_type: LogOut['log_type'], payload: Record<string, unknown>) =>
  ({ log_type, payload, status: 'VERIFIED', candidates: [], failure: null }) as unknown as LogOut;
const strength = log('WORKOUT', {
  kind: 'strength',
  minutes: 40,
  exercises: [
    {
      name: 'Squat',
      sets: [
        { reps: 10, weight_kg: 40 },
        { reps: 10, weight_kg: 40 },
        { reps: 8, weight_kg: 45 },
      ],
    },
    { name: 'Push-up', sets: [{ reps: 15, weight_kg: 0 }] },
  ],
});

describe('what a log says', () => {
  it('tells all that a meal held, where all of it is known', () => {
    const macros = { calories: 420, protein_g: 18, carbs_g: 60, fat_g: 9 };
    expect(factsOf(log('NUTRITION', macros), english, t)).toBe(
      '420 kcal · log.protein 18 g · manual.carbs 60 g · manual.fat 9 g',
    );
    expect(factsOf(log('NUTRITION', { calories: 420 }), english, t)).toBe('420 kcal');
  });

  it('tells the sets of each exercise, the same ones together', () => {
    expect(exercisesOf(strength, 'METRIC', english)).toEqual([
      'Squat: 2 × 10 · 40 kg, 1 × 8 · 45 kg',
      'Push-up: 1 × 15',
    ]);
    expect(exercisesOf(strength, 'IMPERIAL', english)?.[0]).toContain('88.2 lb');
    expect(factsOf(strength, english, t)).toBe('40 mins');
    expect(exercisesOf(log('VITALS', { kind: 'pulse', value: 70 }), 'METRIC', english)).toBeNull();
  });
});
