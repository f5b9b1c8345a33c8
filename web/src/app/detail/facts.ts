import { LogOut, MemberOut, Set } from '../api/models';
import { describe, Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Macros, macroWords } from '../core/plate';
import { fromKilograms, workoutOf } from '../core/workout';

/** What a log says in one line: of a meal all that is known of what it held. */
export function factsOf(log: LogOut, figures: Figures, t: Translate): string {
  const { payload } = log;
  const macros: Record<keyof Macros, unknown> = {
    calories: payload['calories'],
    protein_g: payload['protein_g'],
    carbs_g: payload['carbs_g'],
    fat_g: payload['fat_g'],
  };
  const whole = Object.values(macros).every((each) => typeof each === 'number');
  if (log.log_type === 'NUTRITION' && whole) return macroWords(macros as Macros, figures, t);
  const { facts } = describe(log, figures, t);
  // The names of exercises stand above, each with its sets.
  const lifted = workoutOf(payload)?.kind === 'strength';
  return (lifted ? facts.slice(0, -1) : facts).join(' · ');
}

/** The exercises of a workout with their sets, such as "Squat: 3 × 10 · 40 kg"; none for other logs. */
export function exercisesOf(
  { payload }: LogOut,
  units: MemberOut['units'],
  figures: Figures,
): string[] | null {
  const workout = workoutOf(payload);
  if (workout?.kind !== 'strength') return null;
  const weight = (kilograms: number) =>
    figures.unit(fromKilograms(kilograms, units), units === 'IMPERIAL' ? 'pound' : 'kilogram', 1);
  return workout.exercises.map(({ name, sets }) => {
    const done = alike(sets).map(([{ reps, weight_kg }, times]) => {
      const count = `${figures.number(times)} × ${figures.number(reps)}`;
      return weight_kg ? `${count} · ${weight(weight_kg)}` : count;
    });
    return `${name}: ${done.join(', ')}`;
  });
}

/** Sets in a row that are the same, with how many they are. */
function alike(sets: readonly Set[]): [Set, number][] {
  const runs: [Set, number][] = [];
  for (const set of sets) {
    const last = runs.at(-1);
    if (last?.[0].reps === set.reps && last[0].weight_kg === set.weight_kg) last[1]++;
    else runs.push([set, 1]);
  }
  return runs;
}
