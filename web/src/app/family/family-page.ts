import { Component, computed, inject, resource } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { listAlerts, readOverview } from '../api/functions';
import { Family } from '../core/family';
import { Live } from '../core/live';
import { look } from '../core/look';
import { pacing } from '../core/pace';
import { PageFailure } from '../core/page-failure';
import { PartFailure } from '../core/part-failure';
import { failureOf } from '../core/problem';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { attention, byAttention } from './attention';
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
  /** Whoever joins or comes back has a day and alerts as well. */
  private readonly ids = computed(() =>
    this.members()
      .map((member) => member.id)
      .join(),
  );
  private readonly somebody = () => (this.ids() ? { ids: this.ids() } : undefined);
  protected readonly overview = look(this.somebody, () => this.api.invoke(readOverview, { limit: 100 }));
  private readonly alerts = look(this.somebody, () =>
    this.api.invoke(listAlerts, { status: 'open', limit: 100 }),
  );
  protected readonly failure = computed(() => failureOf(this.loaded.error()));
  protected readonly unread = computed(() => this.overview.failure() ?? this.alerts.failure());
  protected readonly known = computed(() => this.members().length > 0 || this.loaded.hasValue());
  protected readonly cards = computed(() => {
    // Never from memory: an old score or warning is worse than none.
    const people = (!this.overview.failure() && this.overview.value()?.data) || [];
    const alerts = (!this.alerts.failure() && this.alerts.value()?.data) || [];
    const cards = this.members().map((member) => {
      const own = <T extends { member_id: number }>(each: T) => each.member_id === member.id;
      const person = people.find(own);
      return { member, person, need: attention(person, alerts.filter(own)) };
    });
    return byAttention(cards);
  });

  constructor() {
    // Something happened to somebody, here or elsewhere.
    const pace = pacing(() => this.reload());
    inject(Live)
      .messages.pipe(takeUntilDestroyed())
      .subscribe(() => pace.ask());
  }

  protected reload(): void {
    this.overview.again();
    this.alerts.again();
  }
}
