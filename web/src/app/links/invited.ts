import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { InvitationOut } from '../api/models';
import { ConfirmAddress } from '../core/confirm-address';
import { Invitations } from '../core/invitations';
import { MailedTokens } from '../core/mailed-tokens';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { Toasts } from '../core/toasts';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Frame } from './frame';
import { focusHeading } from './heading';

const PAGE = '/invitations';

/** Invitations to help care for somebody: the one whose letter led here, and those that wait for the person. */
@Component({
  selector: 'praan-invited',
  imports: [ConfirmAddress, Frame, Icon, MatButton, Notice, RouterLink, TranslocoDirective],
  templateUrl: './invited.html',
  styleUrl: './page.scss',
  host: { '(window:focus)': 'lookAgain()' },
})
export class Invited {
  private readonly invitations = inject(Invitations);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly tokens = inject(MailedTokens);
  protected readonly session = inject(Session);

  protected readonly back = { next: PAGE };
  protected readonly loading = signal(true);
  protected readonly busy = signal(false);
  protected readonly gone = signal(false);
  protected readonly failure = signal<Failure | null>(null);
  protected readonly refused = signal<Failure | null>(null);
  private readonly mailed = signal<InvitationOut | null>(null);

  protected readonly all = computed(() => {
    const mailed = this.mailed();
    const open = this.invitations.open();
    return mailed && !open.some((each) => each.token === mailed.token) ? [mailed, ...open] : open;
  });
  protected readonly unconfirmed = computed(() => {
    const user = this.session.user();
    return user && !user.email_verified ? user.email : undefined;
  });
  /** The letter was sent to somebody else than who is signed in. */
  protected readonly another = computed(
    () => this.session.signedIn() && this.all().some((each) => !this.mine(each)),
  );

  constructor() {
    focusHeading(this.loading);
    effect(() => {
      this.tokens.of(PAGE);
      void untracked(() => this.load());
    });
  }

  protected mine(invitation: InvitationOut): boolean {
    return this.session.signedIn() && this.invitations.open().includes(invitation);
  }

  protected async load(): Promise<void> {
    this.loading.set(true);
    this.failure.set(null);
    try {
      const user = await this.session.look();
      this.invitations.forget();
      await Promise.all([this.lookAtMailed(), user?.email_verified ? this.invitations.load() : null]);
    } catch (error) {
      this.failure.set(explain(error));
    } finally {
      this.loading.set(false);
    }
  }

  /** Back at this tab: the address may have been confirmed in another one. */
  protected lookAgain(): void {
    if (this.unconfirmed() && !this.loading()) void this.load();
  }

  protected async accept(invitation: InvitationOut): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      const member = await this.invitations.accept(invitation);
      this.toasts.show('links.invited.accepted', { member: member.name });
      await this.router.navigate(['/m', member.id, 'today']);
      this.tokens.drop(PAGE);
    } catch (error) {
      this.refused.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }

  private async lookAtMailed(): Promise<void> {
    const token = this.tokens.of(PAGE);
    if (!token) return;
    try {
      this.mailed.set(await this.invitations.look(token));
    } catch (error) {
      if (!explain(error).fields.includes('token')) throw error;
      this.gone.set(true);
      this.mailed.set(null);
    }
  }
}
