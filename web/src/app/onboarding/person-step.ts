import { Component, computed, inject, input, numberAttribute, resource } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut } from '../api/models';
import { Family } from '../core/family';
import { PageFailure } from '../core/page-failure';
import { PersonForm } from '../core/person-form';
import { Failure, failureOf } from '../core/problem';
import { Skeleton } from '../ui/skeleton';
import { Steps } from './steps';

/** The first step: who it is about. Whoever comes back to it finds the person as they were told. */
@Component({
  selector: 'praan-person-step',
  imports: [PageFailure, PersonForm, Skeleton, Steps, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <praan-steps [at]="1" />
      <div class="intro">
        <h1 tabindex="-1">{{ t(first() ? 'add_person.heading_first' : 'add_person.heading') }}</h1>
        <p>{{ t(first() ? 'add_person.lead_first' : 'add_person.lead') }}</p>
      </div>
      @if (failure(); as failed) {
        <praan-page-failure [failure]="failed" (retry)="loaded.reload()" />
      } @else if (loaded.hasValue()) {
        <praan-person-form class="sheet" [member]="loaded.value().member" (saved)="go($event)" />
      } @else {
        <praan-skeleton shape="card" height="36rem" />
      }
    </ng-container>
  `,
  styleUrl: './step.scss',
})
export class PersonStep {
  private readonly family = inject(Family);
  private readonly router = inject(Router);

  /** The person who is being set up already; without one, somebody new. */
  readonly memberId = input(0, { transform: (value: unknown) => numberAttribute(value, 0) });

  protected readonly loaded = resource({
    params: () => this.memberId(),
    loader: async ({ params: id }) => {
      const member = id ? await this.family.find(id) : undefined;
      // Whether this is the first one is settled now: adding them must not change the heading on the way out.
      const others = id
        ? this.family.members().length - 1
        : (await this.family.load().catch(() => [])).length;
      return { member, first: others === 0 };
    },
  });
  protected readonly first = computed(() => {
    return this.loaded.hasValue() ? this.loaded.value().first : this.family.members().length === 0;
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.loaded.error());
    if (failed || !this.memberId() || !this.loaded.hasValue()) return failed;
    const role = this.loaded.value().member?.role;
    return role && role !== 'READ_ONLY' ? undefined : { cause: 'forbidden', fields: [] };
  });

  protected async go(member: MemberOut): Promise<void> {
    await this.router.navigate(['/onboarding', member.id, 'program']);
  }
}
