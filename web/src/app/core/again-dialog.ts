import { Component, ElementRef, inject, output, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Modal } from '../ui/modal';
import { Notice } from '../ui/notice';
import { refuses } from './form-mistakes';
import { PasswordField } from './password-field';
import { explain, Failure } from './problem';
import { Session } from './session';

/** The password once more, for the person who is at work. */
@Component({
  selector: 'praan-again-dialog',
  imports: [MatButton, Modal, Notice, PasswordField, ReactiveFormsModule, TranslocoDirective],
  templateUrl: './again-dialog.html',
  styles: `
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-3);
    }
    .who {
      color: var(--ink-soft);
      overflow-wrap: anywhere;
    }
  `,
  host: { '(window:focus)': 'look()' },
})
export class AgainDialog {
  private readonly session = inject(Session);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  /** True when the same person is back, false when somebody else wants to sign in. */
  readonly done = output<boolean>();

  protected readonly email = this.session.user()?.email ?? '';
  protected readonly form = inject(NonNullableFormBuilder).group({ password: ['', Validators.required] });
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  protected async submit(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.session.signInAgain(this.form.getRawValue().password);
      this.done.emit(true);
    } catch (error) {
      this.failure.set(explain(error));
      this.host.querySelector<HTMLInputElement>('input[type=password]')?.select();
    } finally {
      this.busy.set(false);
    }
  }

  /** Back at this tab: the same person may have signed in at another one. */
  protected async look(): Promise<void> {
    if (!this.busy() && (await this.session.isBack())) this.done.emit(true);
  }
}
