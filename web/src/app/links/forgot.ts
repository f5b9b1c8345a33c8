import { Component, ElementRef, inject, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { forgotPassword } from '../api/functions';
import { EmailField } from '../core/email-field';
import { markRefused, refuses } from '../core/form-mistakes';
import { explain, Failure } from '../core/problem';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Frame } from './frame';
import { focusHeading } from './heading';

/** Asks for a letter to choose a new password. Whether the address has an account is not told. */
@Component({
  selector: 'praan-forgot',
  imports: [EmailField, Frame, Icon, MatButton, Notice, ReactiveFormsModule, RouterLink, TranslocoDirective],
  templateUrl: './forgot.html',
  styleUrl: './page.scss',
})
export class Forgot {
  private readonly api = inject(Api);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', [Validators.required, Validators.email]],
  });
  protected readonly busy = signal(false);
  protected readonly sent = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  constructor() {
    focusHeading(this.sent);
  }

  protected async submit(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.api.invoke(forgotPassword, { body: { email: this.form.getRawValue().email.trim() } });
      this.sent.set(true);
    } catch (error) {
      const failure = explain(error);
      if (!markRefused(this.form, failure, this.host)) this.failure.set(failure);
    } finally {
      this.busy.set(false);
    }
  }
}
