import { ConfigVersion, ProgramOut } from '../api/models';
import { GoalWords } from './goals';

const program = {
  status: 'ACTIVE',
  start_date: '2026-11-02',
  end_date: '2027-01-30',
  day: 20,
} as ProgramOut;

const SAID: Record<string, string> = {
  'program.least': 'at least {{amount}}',
  'program.most': 'at most {{amount}}',
  'program.times': '{{count}} a day',
  'program.on_days': '{{amount}}: {{days}}',
  'program.every_day': '{{amount}}, every day',
};
const words = new GoalWords('en', (key, params) =>
  (SAID[key] ?? key).replace(/{{(\w+)}}/g, (_, name: string) => String(params?.[name])),
);

function version(effective_from: string, more: Partial<ConfigVersion> = {}): ConfigVersion {
  return {
    id: 1,
    program_id: 1,
    created_at: '',
    effective_from,
    paused: false,
    nutrition_goals: {},
    strength_goals: {},
    vitals_goals: {},
    ...more,
  };
}

describe('goals in words', () => {
  it('say each kind of goal as it is meant', () => {
    const lines = words.linesOf({
      nutrition_goals: {
        calories: { min: 1600, max: 2000 },
        protein_g: 60,
        sodium_mg: { max: 2000 },
        fiber_g: { min: 25 },
        meals_per_day: 3,
      },
      strength_goals: { days: ['FRI', 'MON'], minutes_per_session: 30 },
      vitals_goals: { blood_pressure: 1 },
    });

    expect(lines).toEqual([
      { name: 'calories', words: '1,600–2,000 kcal' },
      { name: 'protein_g', words: 'at least 60 g' },
      { name: 'meals_per_day', words: '3 a day' },
      { name: 'fiber_g', words: 'at least 25 g' },
      { name: 'sodium_mg', words: 'at most 2,000 mg' },
      { name: 'minutes_per_session', words: 'at least 30 mins: Mon, Fri' },
      { name: 'blood_pressure', words: '1 a day' },
    ]);
  });

  it('are few where little is asked for', () => {
    expect(words.linesOf(version('2026-11-02'))).toEqual([]);
    const days = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
    const daily = { strength_goals: { days: [...days], minutes_per_session: 60 } };
    expect(words.linesOf(version('2026-11-02', daily))[0]?.words).toBe('at least 60 mins, every day');
  });
});

describe('what became of the goals', () => {
  const first = { nutrition_goals: { calories: 2000, meals_per_day: 3 } };
  const less = { nutrition_goals: { calories: 1800 } };

  it('is told by what each version changed, the latest first', () => {
    const changes = words.changesOf(program, [
      version('2026-11-20', less),
      version('2026-11-12', { ...first, paused: true }),
      version('2026-11-12', first),
      version('2026-11-02', first),
    ]);

    expect(changes).toEqual([
      {
        from: '2026-11-20',
        kind: 'resumed',
        lines: [{ name: 'calories', words: '1,800 kcal' }],
        gone: ['meals_per_day'],
      },
      { from: '2026-11-12', kind: 'paused', lines: [], gone: [] },
      {
        from: '2026-11-02',
        kind: 'began',
        lines: [
          { name: 'calories', words: '2,000 kcal' },
          { name: 'meals_per_day', words: '3 a day' },
        ],
        gone: [],
      },
    ]);
  });

  it('leaves out what was taken back on the same day and what changed nothing', () => {
    const changes = words.changesOf(program, [
      version('2026-11-12', first),
      version('2026-11-12', { ...first, paused: true }),
      version('2026-11-05', first),
      version('2026-11-02', first),
    ]);

    expect(changes.map((each) => each.kind)).toEqual(['began']);
  });

  it('takes the end of a program for no pause', () => {
    const ended = { ...program, status: 'COMPLETED' as const, day: 20 };
    const changes = words.changesOf(ended, [
      version('2026-11-22', { ...first, paused: true }),
      version('2026-11-02', first),
    ]);

    expect(changes.map((each) => each.kind)).toEqual(['began']);
  });
});
