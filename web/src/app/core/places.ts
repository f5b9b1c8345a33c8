import { computed, inject, Injectable, linkedSignal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import { filter, map } from 'rxjs';

import { IconName } from '../ui/icon';
import { Family } from './family';

export type PlaceName = 'today' | 'log' | 'timeline' | 'trends' | 'family' | 'inbox';

export interface Place {
  name: PlaceName;
  icon: IconName;
  link: unknown[];
  /** As `aria-current` has it: the page itself, or one that belongs to the place. */
  current: 'page' | 'true' | null;
}

const ICONS: Record<PlaceName, IconName> = {
  today: 'today',
  log: 'log',
  timeline: 'timeline',
  trends: 'trends',
  family: 'family',
  inbox: 'bell',
};

/** Which places there are, whose they are, and at which of them the visitor is. */
@Injectable({ providedIn: 'root' })
export class Places {
  private readonly router = inject(Router);
  private readonly family = inject(Family);

  private readonly path = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => pathOf(event.urlAfterRedirects)),
    ),
    { initialValue: pathOf(this.router.url) },
  );

  /** The member the URL names. */
  private readonly named = computed(() => {
    const id = /^\/m\/(\d+)(\/|$)/.exec(this.path())?.[1];
    return id === undefined ? undefined : Number(id);
  });
  private readonly last = linkedSignal<number | undefined, number | undefined>({
    source: this.named,
    computation: (named, before) => named ?? before?.value,
  });

  /** The member that the places are about: of the URL, else the last one, else the first of the family. */
  readonly memberId = computed(() => {
    const [last, members] = [this.last(), this.family.members()];
    if (!members.length) return last;
    return members.some((each) => each.id === last) ? last : members[0]?.id;
  });
  readonly member = computed(() => this.family.members().find((each) => each.id === this.memberId()));
  /** Whether the open page is about that member. */
  readonly onMember = computed(() => this.named() !== undefined && this.named() === this.memberId());
  /** Before there is anybody to care for, there is no place to go to. */
  readonly open = computed(() => this.memberId() !== undefined || !this.path().startsWith('/onboarding'));
  readonly mayLog = computed(() => this.member()?.role !== 'READ_ONLY');

  readonly all = computed<Place[]>(() => {
    const names: PlaceName[] = this.mayLog()
      ? ['today', 'log', 'timeline', 'trends', 'family', 'inbox']
      : ['today', 'timeline', 'trends', 'family', 'inbox'];
    return names.map((name) => ({
      name,
      icon: ICONS[name],
      link: this.linkTo(name),
      current: this.currency(name),
    }));
  });

  linkTo(name: PlaceName, memberId = this.memberId()): unknown[] {
    if (isEverybodys(name)) return [`/${name}`];
    return memberId === undefined ? ['/'] : ['/m', memberId, name];
  }

  /** The page of another member that corresponds to the open one. */
  sameFor(memberId: number): unknown[] {
    const [, own] = /^\/m\/\d+\/(documents|program)$/.exec(this.path()) ?? [];
    if (this.onMember() && own) return ['/m', memberId, own];
    const current = this.all().find((each) => each.current && !isEverybodys(each.name));
    return this.linkTo(this.onMember() && current ? current.name : 'today', memberId);
  }

  private currency(name: PlaceName): Place['current'] {
    const path = this.path();
    const own = isEverybodys(name) ? `/${name}` : `/m/${this.named()}/${name}`;
    if (path === own) return 'page';
    // A single log is reached from where the logs are, a person's documents from where the people are.
    const within =
      path.startsWith(`${own}/`) ||
      (name === 'timeline' && /^\/m\/\d+\/logs\//.test(path)) ||
      (name === 'family' && /^\/m\/\d+\/documents$/.test(path));
    return within ? 'true' : null;
  }
}

/** A place that is about everybody, not about one person. */
function isEverybodys(name: PlaceName): boolean {
  return name === 'family' || name === 'inbox';
}

function pathOf(url: string): string {
  return url.replace(/[?#].*$/, '');
}
