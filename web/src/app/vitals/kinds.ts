import { LogOut, MemberOut } from '../api/models';
import { IconName } from '../ui/icon';

export const KINDS = ['blood_pressure', 'glucose', 'spo2', 'pulse', 'temperature', 'weight'] as const;
export type Kind = (typeof KINDS)[number];

type Payload = Record<string, unknown>;

/** The units that a kind may be told in; none where there is only one. */
const UNITS: Partial<Record<Kind, readonly [string, string]>> = {
  glucose: ['mg/dL', 'mmol/L'],
  temperature: ['C', 'F'],
  weight: ['kg', 'lb'],
};

/** When blood sugar was measured, as it is kept. */
export const CONTEXTS = ['fasting', 'before_meal', 'after_meal', 'bedtime'] as const;

export const ICONS: Record<Kind, IconName> = {
  blood_pressure: 'heart',
  glucose: 'drop',
  spo2: 'breath',
  pulse: 'beat',
  temperature: 'thermometer',
  weight: 'scales',
};

export function unitsOf(kind: Kind): readonly [string, string] | undefined {
  return UNITS[kind];
}

/** A unit as it is written. */
export function unitWord(unit: string): string {
  return unit === 'C' || unit === 'F' ? `°${unit}` : unit;
}

/**
 * The unit to begin with: that of the last reading of the kind, since a house has one thermometer; before the first,
 * what the member's units say.
 */
export function usualUnit(
  kind: Kind,
  { units }: Pick<MemberOut, 'units'>,
  last?: Payload,
): string | undefined {
  const choice = UNITS[kind];
  if (!choice) return undefined;
  const before = choice.find((unit) => unit === last?.['unit']);
  if (before || kind === 'glucose') return before ?? choice[0];
  return units === 'IMPERIAL' ? choice[1] : choice[0];
}

/** The latest log of each kind; logs come newest first. */
export function latestOf(logs: readonly LogOut[]): Partial<Record<Kind, LogOut>> {
  const latest: Partial<Record<Kind, LogOut>> = {};
  for (const log of logs) {
    const kind = KINDS.find((each) => each === log.payload['kind']);
    if (kind) latest[kind] ??= log;
  }
  return latest;
}
