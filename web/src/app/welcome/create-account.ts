import { Component, ElementRef, inject, input, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { EmailField } from '../core/email-field';
import { markRefused, refuses } from '../core/form-mistakes';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { Control, Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { PasswordField } from '../core/password-field';
import { ownPath } from './sign-in';

export const SHORTEST_PASSWORD = 8;

@Component({
  selector: 'praan-create-account',
  imports: [
    Control,
    EmailField,
    Field,
    MatButton,
    Notice,
    PasswordField,
    ReactiveFormsModule,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './create-account.html',
  styleUrl: './account-form.scss',
})
export class CreateAccount {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  /** The page to go on to, from the URL. */
  readonly next = input<string>();

  protected readonly form = inject(NonNullableFormBuilder).group({
    name: ['', [Validators.required, Validators.pattern(/\S/), Validators.maxLength(120)]],
    email: ['', [Validators.required, Validators.email]],
    password: ['', [Validators.required, Validators.minLength(SHORTEST_PASSWORD)]],
  });
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  protected async submit(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    const { name, email, password } = this.form.getRawValue();
    try {
      await this.session.register({ name: name.trim(), email: email.trim(), password });
      await this.router.navigateByUrl(ownPath(this.next()));
    } catch (error) {
      const failure = explain(error);
      if (!markRefused(this.form, failure, this.host)) this.failure.set(failure);
    } finally {
      this.busy.set(false);
    }
  }
}
