import {
  afterNextRender,
  Component,
  computed,
  effect,
  inject,
  Injector,
  input,
  linkedSignal,
  numberAttribute,
  signal,
  untracked,
  DOCUMENT,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { AlertOut, MemberOut } from '../api/models';
import { Alerts, byUrgency, isOpen } from '../core/alerts';
import { Bound } from '../core/bounds';
import { Family } from '../core/family';
import { Figures } from '../core/figures';
import { Live } from '../core/live';
import { look } from '../core/look';
import { PageFailure } from '../core/page-failure';
import { PartFailure } from '../core/part-failure';
import { Places } from '../core/places';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { Readings } from '../core/readings';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { StaleBadge } from '../ui/stale-badge';
import { AlertCard } from './alert-card';
import { PastAlerts } from './past-alerts';
import { PushOffer } from './push-offer';

interface Group {
  name: 'open' | 'rest';
  alerts: AlertOut[];
}

/** A card at which somebody writes: its alert as it was then, and where it stood. */
interface Held {
  alert: AlertOut;
  group: Group['name'];
}

/** The alerts of everybody one looks after: what is open first, then what was seen to or rests, then what is over. */
@Component({
  selector: 'praan-inbox',
  imports: [
    AlertCard,
    EmptyState,
    Icon,
    MatButton,
    PageFailure,
    PartFailure,
    PushOffer,
    RouterLink,
    Skeleton,
    StaleBadge,
    TranslocoDirective,
  ],
  providers: [PastAlerts],
  templateUrl: './inbox-page.html',
  styleUrl: './inbox-page.scss',
  host: { '(window:focus)': 'again()' },
})
export class InboxPage {
  private readonly family = inject(Family);
  private readonly readings = inject(Readings);
  private readonly live = inject(Live);
  private readonly preferences = inject(Preferences);
  private readonly injector = inject(Injector);
  private readonly page = inject(DOCUMENT);
  protected readonly alerts = inject(Alerts);
  protected readonly past = inject(PastAlerts);
  private readonly places = inject(Places);

  /** Whose alerts are shown; everybody's while nobody is chosen. */
  readonly person = input(undefined, { transform: idOf });

  protected readonly people = this.family.members;
  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly known = computed(() => this.alerts.running()?.filter((each) => this.isShown(each)));
  /** What somebody writes is not lost when the alert becomes another: its card stays in its place. */
  protected readonly held = linkedSignal<number | undefined, ReadonlyMap<number, Held>>({
    source: this.person,
    computation: () => new Map(),
  });
  protected readonly groups = computed<Group[]>(() => {
    const [known, held, past] = [this.known() ?? [], this.held(), this.past.all() ?? []];
    const gone = [...held.values()].flatMap(({ alert }) =>
      known.some(({ id }) => id === alert.id) ? [] : [past.find(({ id }) => id === alert.id) ?? alert],
    );
    const all = [...known, ...gone].sort(byUrgency);
    const nameOf = (alert: AlertOut) => held.get(alert.id)?.group ?? (isOpen(alert) ? 'open' : 'rest');
    const groups = (['open', 'rest'] as const).map((name): Group => {
      return { name, alerts: all.filter((each) => nameOf(each) === name) };
    });
    return groups.filter(({ alerts }) => alerts.length);
  });
  /** An alert stands on the page once. */
  protected readonly over = computed(() => {
    const shown = new Set(this.groups().flatMap(({ alerts }) => alerts.map(({ id }) => id)));
    return this.past.all()?.filter(({ id }) => !shown.has(id));
  });
  /** Without a network, or when a fresh look fails, what was there stays, with the time it is of. */
  protected readonly staleSince = computed(() =>
    (this.alerts.failure() || this.live.state() === 'offline') && this.alerts.running()
      ? this.figures().asOf(new Date(this.alerts.at()))
      : undefined,
  );

  /** The one whom the address names, else everybody. */
  private readonly chosen = computed(() => {
    const person = this.person();
    return this.people().filter(({ id }) => person === undefined || id === person);
  });
  /** Of whom one is only a guest, who may see more of them or less. */
  private readonly guestOf = computed(() => this.chosen().filter(({ role }) => role !== 'OWNER'));
  /**
   * What each of them is judged by; without it a card says all but the bound. Whoever may not be told of the
   * bounds of a person is told of none of their alerts: their silence means nothing.
   */
  private readonly bounds = look(
    () => {
      const alerted = (this.alerts.running() ?? []).map((each) => each.member_id);
      return this.ids([...new Set([...alerted, ...this.guestOf().map(({ id }) => id)])].sort().join());
    },
    async ({ ids }) => {
      const found = new Map<number, Bound[] | 'hidden'>();
      await Promise.all(
        ids.map(async (id) => {
          try {
            found.set(id, await this.readings.commonBounds(id));
          } catch (error) {
            if (explain(error).cause === 'forbidden') found.set(id, 'hidden');
          }
        }),
      );
      return found;
    },
  );
  private readonly unseen = computed(() =>
    this.guestOf().filter(({ id }) => this.bounds.value()?.get(id) === 'hidden'),
  );
  protected readonly hidden = computed(() =>
    this.unseen()
      .map(({ name }) => name)
      .join(', '),
  );
  /** Whether there is anybody to be calm about is not known yet. */
  protected readonly waiting = computed(() => {
    if (this.groups().length) return false;
    const unmet = !this.met() && !this.trouble();
    return unmet || (this.guestOf().length > 0 && this.bounds.value() === undefined);
  });
  protected readonly isCalm = computed(
    () => !this.groups().length && (!this.unseen().length || this.unseen().length < this.chosen().length),
  );
  /** Whose reading can be told from here. */
  protected readonly logsFor = computed(() => {
    const person = this.person();
    if (person === undefined) return this.places.mayLog() ? this.places.memberId() : undefined;
    return this.chosen().some(({ role }) => role !== 'READ_ONLY') ? person : undefined;
  });

  private readonly met = signal(false);
  private readonly trouble = signal<Failure | undefined>(undefined);
  /** Why nothing can be said of the person whom the address names. */
  protected readonly stranger = computed<Failure | undefined>(() => {
    if (this.person() === undefined || this.chosen().length) return undefined;
    // The same words for somebody who is not in the list and one who does not exist: neither is told.
    return this.trouble() ?? (this.met() ? { cause: 'forbidden', fields: [] } : undefined);
  });
  private asked?: { key: string; ids: number[] };

  constructor() {
    void this.meet();
    const running = computed(() =>
      this.alerts
        .running()
        ?.map(({ id }) => id)
        .sort()
        .join(),
    );
    effect(() => {
      // What is not running any more is over, and may be over only since now.
      if (running() === undefined) return;
      const person = this.person();
      untracked(() => void this.past.look(person));
    });
  }

  /** Learns who there is. */
  protected async meet(): Promise<void> {
    this.trouble.set(undefined);
    try {
      await this.family.load();
      this.met.set(true);
    } catch (error) {
      this.trouble.set(explain(error));
    }
  }

  /** Keeps a card in its group, or lets it go where it belongs. */
  protected hold(alert: AlertOut, group: Group['name'] | undefined): void {
    this.held.update((before) => {
      const held = new Map(before);
      if (group) held.set(alert.id, { alert, group });
      else held.delete(alert.id);
      return held;
    });
  }

  protected memberOf(alert: AlertOut): MemberOut | undefined {
    return this.people().find(({ id }) => id === alert.member_id);
  }

  protected boundsOf(alert: AlertOut): readonly Bound[] {
    const bounds = this.bounds.value()?.get(alert.member_id);
    return bounds === 'hidden' ? [] : (bounds ?? []);
  }

  protected again(): void {
    this.alerts.again();
  }

  /** It may have gone to another part of the page: who worked with it goes along. */
  protected follow(alert: AlertOut): void {
    afterNextRender(() => this.page.getElementById(`alert-${alert.id}`)?.focus(), {
      injector: this.injector,
    });
  }

  private isShown({ member_id }: AlertOut): boolean {
    const person = this.person();
    return person === undefined || member_id === person;
  }

  /** The same people are the same question. */
  private ids(key: string): { ids: number[] } | undefined {
    if (!key) return undefined;
    if (this.asked?.key !== key) this.asked = { key, ids: key.split(',').map(Number) };
    return this.asked;
  }
}

function idOf(value: unknown): number | undefined {
  const id = numberAttribute(value, NaN);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
