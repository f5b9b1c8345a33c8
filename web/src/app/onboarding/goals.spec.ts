import { EverydayGoals, TemplateOut } from '../api/models';
import { Goal, goalsOf, isDiet, mistakeOf, written } from './goals';

const source = { name: 'Praan' };
const why = (id: 'energy' | 'protein' | 'sodium' | 'movement') => ({ id, text: id, source });
const EVERYDAY: EverydayGoals = {
  nutrition_goals: { calories: { min: 1800, max: 2000 }, protein_g: 46, sodium_mg: { max: 2000 } },
  strength_goals: { days: ['MON', 'WED'], minutes_per_session: 30 },
  vitals_goals: { weight: 1 },
  reasons: {
    calories: why('energy'),
    protein_g: why('protein'),
    sodium_mg: why('sodium'),
    minutes_per_session: why('movement'),
  },
};
const TEMPLATE: TemplateOut = {
  id: 'heart-blood-pressure',
  title: 'Heart',
  description: '',
  nutrition_goals: { protein_g: 60 },
  strength_goals: { days: ['FRI'], minutes_per_session: 45 },
  vitals_goals: { blood_pressure: 2 },
};

function named(goals: Goal[], name: string): Goal {
  const found = goals.find((goal) => goal.kind.name === name);
  if (!found) throw new Error(`no goal ${name}`);
  return found;
}

describe('the goals of a new program', () => {
  it('are the template’s, with the others waiting', () => {
    const goals = goalsOf(TEMPLATE, EVERYDAY);

    expect(goals.filter((goal) => goal.on).map((goal) => goal.kind.name)).toEqual([
      'protein_g',
      'minutes_per_session',
      'blood_pressure',
    ]);
    expect(named(goals, 'protein_g').least).toBe(60);
    expect(named(goals, 'minutes_per_session').days).toEqual(['FRI']);
    expect(named(goals, 'calories')).toMatchObject({ on: false, least: 1800, most: 2000 });
    expect(named(goals, 'calories').reason?.id).toBe('energy');
  });

  it('are all off without a template', () => {
    const goals = goalsOf(undefined, EVERYDAY);

    expect(goals.every((goal) => !goal.on)).toBe(true);
    expect(written(goals)).toEqual({ nutrition_goals: {}, strength_goals: {}, vitals_goals: {} });
  });

  it('are none where nothing is advised', () => {
    expect(goalsOf(undefined, undefined)).toEqual([]);
  });

  it('are written as the API reads them', () => {
    const goals = goalsOf(TEMPLATE, EVERYDAY);
    named(goals, 'calories').on = true;
    named(goals, 'sodium_mg').on = true;

    expect(written(goals)).toEqual({
      nutrition_goals: { calories: { min: 1800, max: 2000 }, protein_g: 60, sodium_mg: { max: 2000 } },
      strength_goals: { days: ['FRI'], minutes_per_session: 45 },
      vitals_goals: { blood_pressure: 2 },
    });
  });

  it.each([
    ['protein_g', { least: null }, 'amount'],
    ['protein_g', { least: 2001 }, 'amount'],
    ['protein_g', { least: 0 }, 'amount'],
    ['blood_pressure', { least: 1.5 }, 'amount'],
    ['calories', { on: true, least: 2100 }, 'order'],
    ['calories', { on: false, least: 2100 }, undefined],
    ['calories', { on: true }, undefined],
    ['minutes_per_session', { days: [] }, 'days'],
  ])('%s with %o is told as %s', (name, change, mistake) => {
    expect(mistakeOf({ ...named(goalsOf(TEMPLATE, EVERYDAY), name), ...change })).toBe(mistake);
  });

  it('say when they become a diet', () => {
    const energy = { ...named(goalsOf(undefined, EVERYDAY), 'calories'), on: true };

    expect(isDiet(energy)).toBe(false);
    expect(isDiet({ ...energy, least: 1200, most: 1700 })).toBe(true);
    expect(isDiet({ ...energy, on: false, most: 1700 })).toBe(false);
  });
});
