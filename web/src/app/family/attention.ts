import { AlertOut, PersonAtAGlance } from '../api/models';

/** An open alert, as far as it says how soon somebody is to be looked after. */
type Alert = Pick<AlertOut, 'severity'>;

/** What wants attention, the most pressing first. */
const NEEDS = ['urgent', 'warn', 'review', 'unlogged', 'low', 'none'] as const;
export type Need = (typeof NEEDS)[number];

/** Below it a day has hardly begun: the lowest band of self-monitoring. */
const LOW = 33;

/** What of a person wants attention first; `alerts` are the open ones of theirs. */
export function attention(person: PersonAtAGlance | undefined, alerts: readonly Alert[]): Need {
  if (alerts.some((alert) => alert.severity === 'URGENT')) return 'urgent';
  if (alerts.length) return 'warn';
  if (!person) return 'none';
  if (person.to_review > 0) return 'review';
  const score = person.today?.total_score ?? null;
  if (!person.today || score === null) return 'none';
  if (!person.today.logs) return 'unlogged';
  return score < LOW ? 'low' : 'none';
}

/** The people, who needs attention first; those who need the same stay as they are. */
export function byAttention<T extends { need: Need }>(people: readonly T[]): T[] {
  const place = ({ need }: T) => NEEDS.indexOf(need);
  return [...people].sort((one, other) => place(one) - place(other));
}
