import { ConfigVersion, NutritionGoals, ProgramOut, StrengthGoals, VitalsGoals } from '../api/models';
import { addDays, weekdayOf } from '../core/day';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Language } from '../core/preferences';

type Amount = number | { min?: number; max?: number };
type Goals = Pick<ConfigVersion, 'nutrition_goals' | 'strength_goals' | 'vitals_goals'>;

const EATEN = {
  calories: 'kcal',
  protein_g: 'g',
  meals_per_day: 'times',
  fiber_g: 'g',
  sodium_mg: 'mg',
  carbs_g: 'g',
  fat_g: 'g',
} as const satisfies Record<keyof NutritionGoals, Unit>;
const MEASURED: readonly (keyof VitalsGoals)[] = [
  'blood_pressure',
  'glucose',
  'weight',
  'pulse',
  'spo2',
  'temperature',
];
type Unit = 'kcal' | 'g' | 'mg' | 'times' | 'minutes';

/** 5 January 1970 was a Monday. */
const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const MONDAY = '1970-01-05';

/** One goal: its name, as in `onboarding.goal`, and what it asks for. */
export interface Line {
  name: string;
  words: string;
}

/** What became different on a day, and what is asked for from then on. */
export interface Change {
  from: string;
  kind: 'began' | 'goals' | 'paused' | 'resumed';
  lines: Line[];
  /** Goals that are no longer due. */
  gone: string[];
}

/** Writes goals in a language. */
export class GoalWords {
  private readonly figures: Figures;

  constructor(
    private readonly language: Language,
    private readonly t: Translate,
  ) {
    this.figures = new Figures(language);
  }

  /** All that is asked for. */
  linesOf({ nutrition_goals, strength_goals, vitals_goals }: Goals): Line[] {
    const eaten = (Object.keys(EATEN) as (keyof NutritionGoals)[]).flatMap((name) =>
      this.line(name, nutrition_goals[name], EATEN[name]),
    );
    const read = MEASURED.flatMap((name) => this.line(name, vitals_goals[name], 'times'));
    return [...eaten, ...this.movement(strength_goals), ...read];
  }

  /** What was changed on which day, the latest first. `versions`: those that hold last first. */
  changesOf(program: ProgramOut, versions: readonly ConfigVersion[]): Change[] {
    const changes: Change[] = [];
    let before: { paused: boolean; lines: Line[] } | undefined;
    for (const version of inForce(program, versions)) {
      const { effective_from: from, paused } = version;
      const now = { paused, lines: this.linesOf(version) };
      if (!before) changes.push({ from, kind: 'began', lines: now.lines, gone: [] });
      else {
        const words = new Map(before.lines.map((line) => [line.name, line.words]));
        const lines = now.lines.filter((line) => words.get(line.name) !== line.words);
        const gone = before.lines.map(({ name }) => name).filter((name) => !has(now.lines, name));
        const turned = before.paused !== paused;
        const kind = turned ? (paused ? 'paused' : 'resumed') : 'goals';
        if (turned || lines.length || gone.length) changes.push({ from, kind, lines, gone });
      }
      before = now;
    }
    return changes.reverse();
  }

  private line(name: string, goal: Amount | undefined, unit: Unit): Line[] {
    return goal === undefined ? [] : [{ name, words: this.words(goal, unit) }];
  }

  private movement({ days, minutes_per_session: goal }: StrengthGoals): Line[] {
    if (goal === undefined || !days?.length) return [];
    const amount = this.words(goal, 'minutes');
    if (days.length === WEEKDAYS.length) {
      return [{ name: 'minutes_per_session', words: this.t('program.every_day', { amount }) }];
    }
    const named = WEEKDAYS.flatMap((day, index) =>
      (days as string[]).includes(day) ? weekdayOf(addDays(MONDAY, index), this.language, 'short') : [],
    );
    return [
      { name: 'minutes_per_session', words: this.t('program.on_days', { amount, days: named.join(', ') }) },
    ];
  }

  private words(goal: Amount, unit: Unit): string {
    if (typeof goal === 'number') {
      // A plain number of kcal is met with some room around it; elsewhere it is the least.
      const amount = this.amount(goal, unit);
      if (unit === 'times') return this.t('program.times', { count: amount });
      return unit === 'kcal' ? amount : this.t('program.least', { amount });
    }
    const { min, max } = goal;
    if (min !== undefined && max !== undefined) {
      return min === max
        ? this.amount(max, unit)
        : `${this.figures.number(min, 1)}–${this.amount(max, unit)}`;
    }
    const key = min === undefined ? 'program.most' : 'program.least';
    return this.t(key, { amount: this.amount(min ?? max ?? 0, unit) });
  }

  private amount(value: number, unit: Unit): string {
    if (unit === 'g') return this.figures.unit(value, 'gram', 1);
    if (unit === 'minutes') return this.figures.unit(value, 'minute', 1);
    const number = this.figures.number(value, 1);
    return unit === 'times' ? number : `${number} ${unit}`;
  }
}

/** Of each day the version that holds, the earliest first; what the end of the program made is left out. */
function inForce(program: ProgramOut, versions: readonly ConfigVersion[]): ConfigVersion[] {
  const { status, start_date, end_date, day } = program;
  const end = status === 'COMPLETED' ? addDays(start_date, Math.max(day, 1) - 1) : end_date;
  return versions
    .filter((version, index) => version.effective_from !== versions[index - 1]?.effective_from)
    .filter((version, index, all) => version.effective_from <= end || all.length === 1)
    .reverse();
}

function has(lines: readonly Line[], name: string): boolean {
  return lines.some((line) => line.name === name);
}
