import { Component, effect, ElementRef, inject, OnDestroy, signal, untracked } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { markRefused, refuses } from '../core/form-mistakes';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { Toasts } from '../core/toasts';
import { Unsaved } from '../core/unsaved';
import { Control, Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';

/** The person's own name, and the address they are known by. */
@Component({
  selector: 'praan-profile',
  imports: [Control, Field, Icon, MatButton, Notice, ReactiveFormsModule, TranslocoDirective],
  template: `
    <form *transloco="let t" [formGroup]="form" (ngSubmit)="save()" novalidate [attr.aria-busy]="busy()">
      @if (failure(); as failed) {
        <praan-notice>{{ t('failure.' + failed.cause, { wait: failed.wait ?? 60 }) }}</praan-notice>
      }
      <div class="email">
        <span class="label">{{ t('account.email') }}</span>
        <span>{{ user()?.email }}</span>
        @if (user()?.email_verified) {
          <span class="mark"><praan-icon name="check" />{{ t('settings.verified') }}</span>
        } @else {
          <span class="mark waiting"><praan-icon name="clock" />{{ t('settings.unverified') }}</span>
        }
      </div>
      <praan-field [label]="t('account.name')" [errors]="{ any: t('account.name_invalid') }">
        <input praanControl formControlName="name" autocomplete="name" required />
      </praan-field>
      <button mat-flat-button type="submit">{{ t(busy() ? 'settings.saving' : 'settings.save') }}</button>
    </form>
  `,
  styles: `
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
    }
    .email {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-1) var(--space-3);
      overflow-wrap: anywhere;
    }
    .label {
      flex-basis: 100%;
      font-weight: 550;
    }
    .mark {
      display: inline-flex;
      align-items: center;
      gap: var(--space-1);
      padding: 0 var(--space-3);
      border-radius: 999px;
      background: var(--leaf-wash);
      color: var(--on-leaf-wash);
      font-size: var(--text-s);
      font-weight: 550;
    }
    .waiting {
      background: var(--marigold-wash);
      color: var(--on-marigold-wash);
    }
    button {
      justify-self: start;
    }
  `,
})
export class Profile implements OnDestroy {
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  private readonly unsaved = inject(Unsaved);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private release?: () => void;

  protected readonly user = this.session.user;
  protected readonly form = inject(NonNullableFormBuilder).group({
    name: ['', [Validators.required, Validators.pattern(/\S/), Validators.maxLength(120)]],
  });
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  constructor() {
    effect(() => {
      const name = this.user()?.name;
      untracked(() => {
        if (name !== undefined && !this.form.dirty) this.form.setValue({ name });
      });
    });
    this.form.valueChanges.subscribe(({ name }) => {
      if (name === this.user()?.name) this.letGo();
      else this.release ??= this.unsaved.hold();
    });
  }

  ngOnDestroy(): void {
    this.letGo();
  }

  protected async save(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      await this.session.change({ name: this.form.getRawValue().name.trim() });
      this.form.reset({ name: this.user()?.name ?? '' });
      this.toasts.show('settings.saved');
    } catch (error) {
      const failure = explain(error);
      if (!markRefused(this.form, failure, this.host)) this.failure.set(failure);
    } finally {
      this.busy.set(false);
    }
  }

  private letGo(): void {
    this.release?.();
    this.release = undefined;
  }
}
