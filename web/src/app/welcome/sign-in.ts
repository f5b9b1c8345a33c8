import { Component, ElementRef, inject, input, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { EmailField } from '../core/email-field';
import { refuses } from '../core/form-mistakes';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { Notice } from '../ui/notice';
import { PasswordField } from '../core/password-field';

@Component({
  selector: 'praan-sign-in',
  imports: [
    EmailField,
    MatButton,
    Notice,
    PasswordField,
    ReactiveFormsModule,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './sign-in.html',
  styleUrl: './account-form.scss',
})
export class SignIn {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  /** The page to go back to after signing in, from the URL. */
  readonly next = input<string>();

  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', [Validators.required, Validators.email]],
    password: ['', Validators.required],
  });
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  protected async submit(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.session.signIn(this.form.getRawValue());
      await this.router.navigateByUrl(ownPath(this.next()));
    } catch (error) {
      this.failure.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }
}

/** A path of this app; anything else (another site, a protocol-relative URL) becomes the home page. */
export function ownPath(wanted: string | undefined): string {
  return wanted && /^\/(?![/\\])/.test(wanted) ? wanted : '/';
}
