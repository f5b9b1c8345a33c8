import { Component, ElementRef, inject, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { resetPassword } from '../api/functions';
import { markRefused, refuses } from '../core/form-mistakes';
import { MailedTokens } from '../core/mailed-tokens';
import { PasswordField } from '../core/password-field';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { Toasts } from '../core/toasts';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Frame } from './frame';
import { focusHeading } from './heading';

const PAGE = '/links/reset';
const SHORTEST_PASSWORD = 8;

/** A new password by a mailed link; then straight on into the app. */
@Component({
  selector: 'praan-reset',
  imports: [
    Frame,
    Icon,
    MatButton,
    Notice,
    PasswordField,
    ReactiveFormsModule,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './reset.html',
  styleUrl: './page.scss',
})
export class Reset {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  private readonly tokens = inject(MailedTokens);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly form = inject(NonNullableFormBuilder).group({
    password: ['', [Validators.required, Validators.minLength(SHORTEST_PASSWORD)]],
  });
  protected readonly busy = signal(false);
  /** The link does not hold, or the page was loaded again, which forgets it. */
  protected readonly spent = signal(!this.tokens.of(PAGE));
  protected readonly failure = signal<Failure | null>(null);

  constructor() {
    focusHeading(this.spent);
  }

  protected async submit(): Promise<void> {
    const token = this.tokens.of(PAGE);
    if (!token || this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    const { password } = this.form.getRawValue();
    try {
      const { email } = await this.api.invoke(resetPassword, { body: { token, password } });
      this.tokens.drop(PAGE);
      await this.enter(email, password);
    } catch (error) {
      const failure = explain(error);
      if (failure.fields.includes('token')) this.spent.set(true);
      else if (!markRefused(this.form, failure, this.host)) this.failure.set(failure);
    } finally {
      this.busy.set(false);
    }
  }

  private async enter(email: string, password: string): Promise<void> {
    this.toasts.show('links.reset.done');
    try {
      await this.session.signIn({ email, password });
      await this.router.navigateByUrl('/');
    } catch {
      // The password is set all the same; the sign-in page says what stands in the way.
      await this.router.navigateByUrl('/welcome');
    }
  }
}
