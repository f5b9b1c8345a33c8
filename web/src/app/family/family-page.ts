import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Family } from '../core/family';
import { PageFailure } from '../core/page-failure';
import { failureOf } from '../core/problem';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { InvitationCard } from './invitation-card';
import { MemberCard } from './member-card';

/** Everybody the signed-in person cares for, and who asks them to. */
@Component({
  selector: 'praan-family',
  imports: [
    BreakfastScene,
    EmptyState,
    Icon,
    InvitationCard,
    MatButton,
    MemberCard,
    PageFailure,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './family-page.html',
  styleUrl: './family-page.scss',
})
export class FamilyPage {
  private readonly family = inject(Family);

  /** Asked anew on each visit: meanwhile somebody may have shared or withdrawn a person. */
  protected readonly loaded = resource({ loader: () => this.family.load(true) });
  protected readonly members = this.family.members;
  protected readonly failure = computed(() => failureOf(this.loaded.error()));
  protected readonly known = computed(() => this.members().length > 0 || this.loaded.hasValue());
}
