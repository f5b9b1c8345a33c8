import { EverydayGoals, ProgramIn, Reason, StrengthGoals, TemplateOut } from '../api/models';

export type Group = 'eat' | 'move' | 'measure';
export type Weekday = NonNullable<StrengthGoals['days']>[number];

export const WEEKDAYS: Weekday[] = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** How a goal is said: between two amounts, at least one, at most one, or as often as. */
type Shape = 'band' | 'least' | 'most' | 'count';

export interface Kind {
  name: string;
  group: Group;
  shape: Shape;
  unit: 'kcal' | 'g' | 'mg' | 'minutes' | 'times';
  /** What the API takes at most, and how far one press goes. */
  most: number;
  step: number;
}

/** One goal on the page; an empty field is null. */
export interface Goal {
  kind: Kind;
  on: boolean;
  least: number | null;
  most: number | null;
  days: Weekday[];
  reason?: Reason;
  /** What was suggested at first, to notice what leads away from it. */
  suggested: { least: number | null; most: number | null };
}

export type Mistake = 'amount' | 'order' | 'days';

type Amount = number | { min?: number; max?: number };

const reading = (name: string): Kind => ({
  name,
  group: 'measure',
  shape: 'count',
  unit: 'times',
  most: 24,
  step: 1,
});

export const KINDS: readonly Kind[] = [
  { name: 'calories', group: 'eat', shape: 'band', unit: 'kcal', most: 20_000, step: 50 },
  { name: 'protein_g', group: 'eat', shape: 'least', unit: 'g', most: 2_000, step: 5 },
  { name: 'meals_per_day', group: 'eat', shape: 'count', unit: 'times', most: 12, step: 1 },
  { name: 'fiber_g', group: 'eat', shape: 'least', unit: 'g', most: 500, step: 1 },
  { name: 'sodium_mg', group: 'eat', shape: 'most', unit: 'mg', most: 50_000, step: 100 },
  { name: 'carbs_g', group: 'eat', shape: 'band', unit: 'g', most: 2_000, step: 5 },
  { name: 'fat_g', group: 'eat', shape: 'band', unit: 'g', most: 2_000, step: 5 },
  { name: 'minutes_per_session', group: 'move', shape: 'least', unit: 'minutes', most: 1_440, step: 5 },
  ...['blood_pressure', 'glucose', 'weight', 'pulse', 'spo2', 'temperature'].map(reading),
];

/**
 * The goals to choose from: those of the template are on, the others wait with what suits the person. What nobody
 * should be asked for at that age is not among them.
 */
export function goalsOf(
  template: TemplateOut | undefined,
  everyday: EverydayGoals | null | undefined,
): Goal[] {
  return KINDS.flatMap((kind) => {
    const asked = template && amountOf(template, kind);
    const amount = asked ?? (everyday ? amountOf(everyday, kind) : undefined);
    if (amount === undefined) return [];
    const { least, most } = edges(amount, kind);
    const days = (asked === undefined ? everyday : template)?.strength_goals.days ?? [];
    const reason =
      (asked === undefined ? undefined : template?.reasons?.[kind.name]) ?? everyday?.reasons[kind.name];
    return [{ kind, on: asked !== undefined, least, most, days, reason, suggested: { least, most } }];
  });
}

export function mistakeOf(goal: Goal): Mistake | undefined {
  if (!goal.on) return undefined;
  const { kind, least, most } = goal;
  const asked = kind.shape === 'most' ? [most] : kind.shape === 'band' ? [least, most] : [least];
  if (asked.some((each) => each === null || !(each >= 1 && each <= kind.most))) return 'amount';
  if (kind.shape === 'count' && !Number.isInteger(least)) return 'amount';
  if (kind.shape === 'band' && (least ?? 0) > (most ?? 0)) return 'order';
  return kind.group === 'move' && !goal.days.length ? 'days' : undefined;
}

/** Whether somebody would eat less than keeps their weight: a matter for a doctor. */
export function isDiet(goal: Goal): boolean {
  const { kind, on, most, suggested } = goal;
  return (
    on && kind.name === 'calories' && most !== null && suggested.least !== null && most < suggested.least
  );
}

/** The goals as the API takes them; what is off is left out, which is: not due. */
export function written(
  goals: readonly Goal[],
): Pick<Required<ProgramIn>, 'nutrition_goals' | 'strength_goals' | 'vitals_goals'> {
  const on = goals.filter((goal) => goal.on);
  const of = (group: Group) =>
    Object.fromEntries(
      on.filter((goal) => goal.kind.group === group).map((goal) => [goal.kind.name, worth(goal)]),
    );
  const movement = on.find((goal) => goal.kind.group === 'move');
  return {
    nutrition_goals: of('eat'),
    strength_goals: movement ? { ...of('move'), days: movement.days } : {},
    vitals_goals: of('measure'),
  };
}

function worth(goal: Goal): Amount {
  const [least, most] = [goal.least ?? 0, goal.most ?? 0];
  if (goal.kind.shape === 'band') return { min: least, max: most };
  return goal.kind.shape === 'most' ? { max: most } : least;
}

function amountOf(from: TemplateOut | EverydayGoals, kind: Kind): Amount | undefined {
  const all = { ...from.nutrition_goals, ...from.strength_goals, ...from.vitals_goals };
  return (all as Record<string, Amount | undefined>)[kind.name];
}

function edges(amount: Amount, kind: Kind): { least: number | null; most: number | null } {
  if (typeof amount === 'object') return { least: amount.min ?? null, most: amount.max ?? null };
  if (kind.shape === 'most') return { least: null, most: amount };
  // A plain number of kcal is read by the score with a tenth of room above it.
  return { least: amount, most: kind.shape === 'band' ? Math.round(amount * 1.1) : null };
}
