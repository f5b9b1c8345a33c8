import {
  afterNextRender,
  Component,
  computed,
  effect,
  inject,
  Injector,
  input,
  numberAttribute,
  untracked,
  DOCUMENT,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { AlertOut, MemberOut } from '../api/models';
import { Alerts, isOpen } from '../core/alerts';
import { Bound } from '../core/bounds';
import { Family } from '../core/family';
import { Figures } from '../core/figures';
import { look } from '../core/look';
import { PageFailure } from '../core/page-failure';
import { PartFailure } from '../core/part-failure';
import { Places } from '../core/places';
import { Preferences } from '../core/preferences';
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
  private readonly preferences = inject(Preferences);
  private readonly injector = inject(Injector);
  private readonly page = inject(DOCUMENT);
  protected readonly alerts = inject(Alerts);
  protected readonly past = inject(PastAlerts);
  protected readonly places = inject(Places);

  /** Whose alerts are shown; everybody's while nobody is chosen. */
  readonly person = input(undefined, { transform: idOf });

  protected readonly people = this.family.members;
  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly known = computed(() => this.alerts.running()?.filter((each) => this.isShown(each)));
  protected readonly groups = computed<Group[]>(() => {
    const known = this.known() ?? [];
    const groups: Group[] = [
      { name: 'open', alerts: known.filter(isOpen) },
      { name: 'rest', alerts: known.filter((each) => !isOpen(each)) },
    ];
    return groups.filter(({ alerts }) => alerts.length);
  });
  /** When a fresh look fails, what was there stays, with the time it is of. */
  protected readonly staleSince = computed(() =>
    this.alerts.failure() && this.alerts.running()
      ? this.figures().asOf(new Date(this.alerts.at()))
      : undefined,
  );

  /** What each of them is judged by; without it a card says all but the bound. */
  private readonly bounds = look(
    () => {
      const ids = [...new Set((this.alerts.running() ?? []).map((each) => each.member_id))].sort().join();
      return this.ids(ids);
    },
    async ({ ids }) => {
      const found = new Map<number, Bound[]>();
      await Promise.all(
        ids.map(async (id) => {
          const bounds = await this.readings.bounds(id).catch(() => undefined);
          if (bounds) found.set(id, bounds);
        }),
      );
      return found;
    },
  );
  private asked?: { key: string; ids: number[] };

  constructor() {
    void this.family.load().catch(() => undefined);
    effect(() => {
      // What is not running any more is over, and may be over only since now.
      (this.alerts.running() ?? []).map(({ id }) => id).join();
      const person = this.person();
      untracked(() => void this.past.look(person));
    });
  }

  protected memberOf(alert: AlertOut): MemberOut | undefined {
    return this.people().find(({ id }) => id === alert.member_id);
  }

  protected boundsOf(alert: AlertOut): readonly Bound[] {
    return this.bounds.value()?.get(alert.member_id) ?? [];
  }

  protected count(value: number): string {
    return this.figures().number(value);
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
