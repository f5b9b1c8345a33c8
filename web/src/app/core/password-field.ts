import { Component, input, signal } from '@angular/core';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatIconButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Control, Field } from '../ui/field';
import { Icon } from '../ui/icon';

/** A password with a button that shows what was typed. */
@Component({
  selector: 'praan-password-field',
  imports: [Control, Field, Icon, MatIconButton, ReactiveFormsModule, TranslocoDirective],
  template: `
    <praan-field
      *transloco="let t"
      [label]="t('account.password')"
      [hint]="fresh() ? t('account.password_hint') : ''"
      [errors]="{
        refused: t('account.password_refused'),
        required: t('account.password_required'),
        any: t('account.password_short'),
      }"
    >
      <input
        praanControl
        [type]="shown() ? 'text' : 'password'"
        [formControl]="control()"
        [autocomplete]="fresh() ? 'new-password' : 'current-password'"
        required
        autocapitalize="none"
        spellcheck="false"
      />
      <button
        beside
        matIconButton
        type="button"
        [attr.aria-pressed]="shown()"
        [attr.aria-label]="t('account.show_password')"
        (click)="shown.set(!shown())"
      >
        <praan-icon [name]="shown() ? 'eye-off' : 'eye'" />
      </button>
    </praan-field>
  `,
  styles: `
    button {
      flex: none;
      align-self: center;
    }
  `,
})
export class PasswordField {
  readonly control = input.required<FormControl<string>>();
  /** True where a new password is chosen, false where the known one is asked for. */
  readonly fresh = input(false);
  protected readonly shown = signal(false);
}
