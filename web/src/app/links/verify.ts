import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { verifyEmail } from '../api/functions';
import { ConfirmAddress } from '../core/confirm-address';
import { Invitations } from '../core/invitations';
import { MailedTokens } from '../core/mailed-tokens';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Frame } from './frame';
import { focusHeading } from './heading';

const PAGE = '/links/verify';

/** Confirms the address that a letter was sent to, as soon as its link is followed. */
@Component({
  selector: 'praan-verify',
  imports: [ConfirmAddress, Frame, Icon, MatButton, Notice, RouterLink, TranslocoDirective],
  templateUrl: './verify.html',
  styleUrl: './page.scss',
})
export class Verify {
  private readonly api = inject(Api);
  private readonly tokens = inject(MailedTokens);
  protected readonly session = inject(Session);
  protected readonly invitations = inject(Invitations);

  protected readonly state = signal<'busy' | 'done' | 'spent' | 'failed'>('busy');
  protected readonly email = signal('');
  protected readonly failure = signal<Failure>({ cause: 'broken', fields: [] });

  constructor() {
    focusHeading(this.state);
    void this.confirm();
  }

  protected async confirm(): Promise<void> {
    this.state.set('busy');
    const token = this.tokens.of(PAGE);
    try {
      if (token) this.email.set((await this.api.invoke(verifyEmail, { body: { token } })).email);
      this.tokens.drop(PAGE);
    } catch (error) {
      const failure = explain(error);
      if (!failure.fields.includes('token')) {
        this.failure.set(failure);
        this.state.set('failed');
        return;
      }
    }
    const user = await this.session.look();
    const done = this.email() !== '';
    if (done && user?.email_verified) await this.invitations.load().catch(() => undefined);
    this.state.set(done ? 'done' : 'spent');
  }
}
