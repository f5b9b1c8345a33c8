import { Component, input } from '@angular/core';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';

import { Control, Field } from '../ui/field';

/** The address that an account goes by. */
@Component({
  selector: 'praan-email-field',
  imports: [Control, Field, ReactiveFormsModule, TranslocoDirective],
  template: `
    <praan-field
      *transloco="let t"
      [label]="t('account.email')"
      [errors]="{ any: t('account.email_invalid') }"
    >
      <input
        praanControl
        type="email"
        [formControl]="control()"
        autocomplete="username"
        inputmode="email"
        autocapitalize="none"
        spellcheck="false"
        required
      />
    </praan-field>
  `,
})
export class EmailField {
  readonly control = input.required<FormControl<string>>();
}
