import { Component, computed, inject, input, numberAttribute, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut } from '../api/models';
import { Family } from '../core/family';
import { PageFailure } from '../core/page-failure';
import { PersonForm } from '../core/person-form';
import { explain, Failure, failureOf } from '../core/problem';
import { Toasts } from '../core/toasts';
import { Unsaved } from '../core/unsaved';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Sharing } from './sharing';

/** One person: what is known of them, who else looks after them, and the way out of the family. */
@Component({
  selector: 'praan-person',
  imports: [MatButton, Notice, PageFailure, PersonForm, RouterLink, Sharing, Skeleton, TranslocoDirective],
  templateUrl: './person-page.html',
  styleUrl: './person-page.scss',
})
export class PersonPage {
  private readonly family = inject(Family);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly unsaved = inject(Unsaved);

  readonly memberId = input.required({ transform: numberAttribute });

  private readonly loaded = resource({ loader: () => this.family.load() });
  protected readonly member = computed(() =>
    this.family.members().find((each) => each.id === this.memberId()),
  );
  protected readonly owned = computed(() => this.member()?.role === 'OWNER');
  protected readonly writes = computed(() => !!this.member() && this.member()?.role !== 'READ_ONLY');
  protected readonly busy = signal(false);
  protected readonly notArchived = signal<Failure | null>(null);
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.loaded.error());
    if (failed) return failed;
    // While a person leaves, their page leaves too: nothing flashes up.
    return this.member() || !this.loaded.hasValue() || this.busy()
      ? undefined
      : { cause: 'forbidden', fields: [] };
  });

  protected reload(): void {
    this.loaded.reload();
  }

  protected saved(member: MemberOut): void {
    this.toasts.show('people.saved', { name: member.name });
  }

  protected async archive(member: MemberOut): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.notArchived.set(null);
    try {
      await this.family.archive(member.id);
    } catch (error) {
      this.notArchived.set(explain(error));
      this.busy.set(false);
      return;
    }
    // Nothing can be saved of what was typed for somebody who is not there any more.
    this.unsaved.release();
    await this.router.navigate(['/family']);
    const { name } = member;
    const run = async () => {
      await this.family.restore(member.id);
      this.toasts.show('people.restored', { name });
    };
    this.toasts.show('people.archived', { name }, { key: 'toast.undo', run });
  }
}
