import { Component, computed, DestroyRef, inject, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { readOverview } from '../api/functions';
import { Family } from '../core/family';
import { Live } from '../core/live';
import { Pace } from '../core/pace';
import { PageFailure } from '../core/page-failure';
import { PartFailure } from '../core/part-failure';
import { failureOf } from '../core/problem';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { attention, byAttention, OpenAlert } from './attention';
import { FamilyDigest } from './family-digest';
import { InvitationCard } from './invitation-card';
import { MemberCard } from './member-card';

/** Everybody the signed-in person cares for, who needs them first, how the week went, and who asks them to help. */
@Component({
  selector: 'praan-family',
  imports: [
    BreakfastScene,
    EmptyState,
    FamilyDigest,
    Icon,
    InvitationCard,
    MatButton,
    MemberCard,
    PageFailure,
    PartFailure,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './family-page.html',
  styleUrl: './family-page.scss',
})
export class FamilyPage {
  private readonly api = inject(Api);
  private readonly family = inject(Family);
  protected readonly members = this.family.members;

  /** Asked anew on each visit: meanwhile somebody may have shared or withdrawn a person. */
  protected readonly loaded = resource({ loader: () => this.family.load(true) });
  /** Whoever joins or comes back has a day as well. */
  protected readonly overview = resource({
    params: () =>
      this.members()
        .map((member) => member.id)
        .join() || undefined,
    loader: () => this.api.invoke(readOverview, { limit: 100 }),
  });
  private readonly alerts = signal<OpenAlert[]>([]);
  protected readonly failure = computed(() => failureOf(this.loaded.error()));
  protected readonly unread = computed(() => failureOf(this.overview.error()));
  protected readonly known = computed(() => this.members().length > 0 || this.loaded.hasValue());
  protected readonly cards = computed(() => {
    const people = this.overview.hasValue() ? this.overview.value().data : [];
    const cards = this.members().map((member) => {
      const person = people.find((each) => each.member_id === member.id);
      return { member, person, need: attention(person, this.alerts()) };
    });
    return byAttention(cards);
  });

  constructor() {
    // Something happened to somebody, here or elsewhere.
    const pace = new Pace(() => this.overview.reload());
    inject(Live)
      .messages.pipe(takeUntilDestroyed())
      .subscribe(() => pace.ask());
    inject(DestroyRef).onDestroy(() => pace.stop());
  }
}
