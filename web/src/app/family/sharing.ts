import { Component, computed, ElementRef, inject, input, resource, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';
import { map } from 'rxjs';

import { Api } from '../api/api';
import { addGrant, listGrants, revokeGrant } from '../api/functions';
import { GrantOut, MemberOut } from '../api/models';
import { Ask } from '../core/ask';
import { ownTimeZone } from '../core/calendar';
import { inWords, todayIn } from '../core/day';
import { markRefused, refuses } from '../core/form-mistakes';
import { PartFailure } from '../core/part-failure';
import { Preferences } from '../core/preferences';
import { explain, Failure, failureOf } from '../core/problem';
import { Toasts } from '../core/toasts';
import { holdWhile } from '../core/unsaved';
import { Control, Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';

type Role = GrantOut['role'];

/** Who else looks after a person: inviting, what each may do, and ending it. For the owner. */
@Component({
  selector: 'praan-sharing',
  imports: [
    Control,
    Field,
    Icon,
    MatButton,
    Notice,
    PartFailure,
    ReactiveFormsModule,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './sharing.html',
  styleUrl: './sharing.scss',
})
export class Sharing {
  private readonly api = inject(Api);
  private readonly ask = inject(Ask);
  private readonly toasts = inject(Toasts);
  private readonly language = inject(Preferences).language;
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly member = input.required<MemberOut>();

  protected readonly roles: Role[] = ['MANAGER', 'READ_ONLY'];
  protected readonly grants = resource({
    params: () => this.member().id,
    loader: async ({ params: member_id }) =>
      (await this.api.invoke(listGrants, { member_id, limit: 100 })).data,
  });
  protected readonly unread = computed(() => failureOf(this.grants.error()));
  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', [Validators.required, Validators.email]],
    role: ['MANAGER' as Role],
  });
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);
  /** The address that is invited already. */
  protected readonly taken = signal('');

  constructor() {
    const { valueChanges } = this.form.controls.email;
    holdWhile(toSignal(valueChanges.pipe(map((email) => email.trim() !== '')), { initialValue: false }));
  }

  protected async invite(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    this.taken.set('');
    const { role, ...rest } = this.form.getRawValue();
    const email = rest.email.trim();
    try {
      const grant = await this.api.invoke(addGrant, { member_id: this.member().id, body: { email, role } });
      this.grants.update((all) => [...(all ?? []), grant]);
      this.form.reset();
      this.toasts.show(grant.mailed ? 'people.share.invited' : 'people.share.invited_held', { email });
    } catch (error) {
      const failure = explain(error);
      if (failure.cause === 'conflict') this.taken.set(email);
      else if (!markRefused(this.form, failure, this.host)) this.failure.set(failure);
    } finally {
      this.busy.set(false);
    }
  }

  protected async revoke(grant: GrantOut): Promise<void> {
    const { email } = grant;
    const params = { email, name: this.member().name };
    const share = 'people.share';
    const sure = await this.ask.question({
      title: `${share}.sure`,
      text: `${share}.sure_text`,
      yes: `${share}.sure_yes`,
      no: `${share}.sure_no`,
      params,
    });
    if (!sure) return;
    this.failure.set(null);
    try {
      await this.api.invoke(revokeGrant, { grant_id: grant.id });
      this.grants.update((all) => all?.filter((each) => each.id !== grant.id));
      this.toasts.show('people.share.revoked', { email });
    } catch (error) {
      this.failure.set(explain(error));
    }
  }

  protected day(moment: string): string {
    return inWords(todayIn(ownTimeZone(), new Date(moment)), this.language());
  }
}
