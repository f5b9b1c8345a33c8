import { LogOut, Today as Score } from '../api/models';
import { Parcel } from '../core/outgoing';
import { IconName } from '../ui/icon';
import { bandOf } from './goals';

type Meal = 'BREAKFAST' | 'LUNCH' | 'DINNER';

/** The hours in which a meal is the thing to think of. */
const MEALS: readonly { meal: Meal; from: number; to: number }[] = [
  { meal: 'BREAKFAST', from: 5, to: 11 },
  { meal: 'LUNCH', from: 11.5, to: 16 },
  { meal: 'DINNER', from: 18, to: 23 },
];
const MOVING = { from: 6, to: 21.5 };
const AWAKE = { from: 5, to: 23 };

/** One calm suggestion; its words are today.next.<what>. */
export interface Next {
  what: 'review' | 'meal' | 'workout' | 'reading' | 'done' | 'nothing' | 'later' | 'night';
  icon: IconName;
  meal?: Meal;
  /** Minutes of movement still to go. */
  minutes?: number;
  /** How many photos wait for a look. */
  count?: number;
  /** Below the member's own pages: where the thing is done. */
  way?: string[];
}

export interface Moment {
  score: Score;
  logs: readonly LogOut[];
  /** What is on its way to the server. */
  parcels: readonly Pick<Parcel, 'logType' | 'payload' | 'state'>[];
  /** The member's local hour. */
  hour: number;
  mayWrite: boolean;
}

/** What to do next, by what is due and the time of the member's day. */
export function nextThing({ score, logs, parcels, hour, mayWrite }: Moment): Next {
  const waiting = logs.filter((log) => log.status === 'NEEDS_REVIEW');
  const oldest = waiting.at(-1);
  if (oldest && mayWrite) {
    return { what: 'review', icon: 'eye', count: waiting.length, way: ['logs', String(oldest.id)] };
  }
  if (score.total_score === null) return { what: 'nothing', icon: 'sun' };

  if (hour < AWAKE.from || hour >= AWAKE.to) return { what: 'night', icon: 'moon' };

  const { meals, workout, readings } = score.details;
  const sent = parcels.filter((parcel) => parcel.logType === 'NUTRITION' && parcel.state !== 'refused');
  const unread = logs.filter((log) => log.log_type === 'NUTRITION' && log.status === 'PROCESSING');
  const eaten = (meals?.actual ?? 0) + sent.length + unread.length;
  const hungry = meals?.due === true && eaten < (bandOf(meals.goal).min ?? 0);
  const had = new Set([...logs, ...sent].map((each) => each.payload['meal']));
  const open = hungry ? MEALS.filter(({ meal, to }) => !had.has(meal) && hour < to) : [];
  const now = open.find(({ from }) => hour >= from);
  if (now) return { what: 'meal', icon: 'meal', meal: now.meal, way: ['log', 'meal'] };

  const left = (bandOf(workout?.goal).min ?? 0) - (workout?.actual ?? 0);
  const moved = parcels.some((parcel) => parcel.logType === 'WORKOUT' && parcel.state !== 'refused');
  if (workout?.due && !moved && left > 0 && hour >= MOVING.from && hour < MOVING.to) {
    return { what: 'workout', icon: 'move', minutes: Math.ceil(left), way: ['log', 'workout'] };
  }
  if (readings?.due && readings.credit < 1) {
    return { what: 'reading', icon: 'heart', way: ['log', 'vitals'] };
  }
  const later = open[0];
  return later ? { what: 'later', icon: 'clock', meal: later.meal } : { what: 'done', icon: 'check' };
}
