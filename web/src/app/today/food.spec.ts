import { ConfigOut, LogOut } from '../api/models';
import { eatenOf, placeOf } from './food';

function meal(payload: Record<string, unknown>, status: LogOut['status'] = 'VERIFIED'): LogOut {
  return { log_type: 'NUTRITION', status, payload } as LogOut;
}

function goals(nutrition_goals: ConfigOut['nutrition_goals']): ConfigOut {
  return { nutrition_goals, strength_goals: {}, vitals_goals: {} } as ConfigOut;
}

describe('what the day’s meals hold', () => {
  it('is summed up, with what is only estimated', () => {
    const logs = [
      meal({ calories: 400, protein_g: 12 }),
      meal({ calories: 300, protein_g: 8 }, 'NEEDS_REVIEW'),
      meal({ calories: 999 }, 'FAILED'),
      meal({}, 'PROCESSING'),
      { ...meal({ calories: 5 }), log_type: 'WORKOUT' } as LogOut,
    ];
    const rows = eatenOf(logs, goals({ calories: 2000, protein_g: { min: 20, max: 40 } }));

    expect(rows).toEqual([
      { nutrient: 'energy', actual: 700, estimate: 300, band: { min: 2000, max: 2200 }, place: 'below' },
      { nutrient: 'protein', actual: 20, estimate: 8, band: { min: 20, max: 40 }, place: 'inside' },
    ]);
  });

  it('shows what is told without a goal, and fibre and sodium only where both are there', () => {
    const logs = [meal({ calories: 400, carbs_g: 60, fiber_g: 8 })];

    expect(eatenOf(logs, goals({})).map((row) => [row.nutrient, row.place])).toEqual([
      ['energy', 'open'],
      ['carbs', 'open'],
    ]);
    expect(
      eatenOf(logs, goals({ fiber_g: 25, sodium_mg: { max: 2000 } })).map((row) => row.nutrient),
    ).toEqual(['energy', 'carbs', 'fibre']);
    expect(eatenOf([], goals({}))).toEqual([]);
  });

  it.each([
    [59.6, { min: 60 }, 'inside'],
    [59.4, { min: 60 }, 'below'],
    [2000.4, { max: 2000 }, 'inside'],
    [2001, { max: 2000 }, 'above'],
  ])('%s of %j is %s', (actual, band, place) => {
    expect(placeOf(actual, band)).toBe(place);
  });
});
