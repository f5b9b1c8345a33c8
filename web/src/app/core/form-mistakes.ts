import { FormGroup } from '@angular/forms';

import { Failure } from './problem';

/** Shows every mistake of the form and puts the cursor into the first; tells whether there was one. */
export function refuses(form: FormGroup, host: HTMLElement): boolean {
  if (form.valid) return false;
  form.markAllAsTouched();
  focusFirstInvalid(form, host);
  return true;
}

/** Marks the fields that the server refused, until they are changed; tells whether the form has one of them. */
export function markRefused(form: FormGroup, failure: Failure, host: HTMLElement): boolean {
  const refused = failure.fields.filter((name) => form.contains(name));
  for (const name of refused) form.get(name)?.setErrors({ refused: true });
  if (refused.length) {
    form.markAllAsTouched();
    focusFirstInvalid(form, host);
  }
  return refused.length > 0;
}

function focusFirstInvalid(form: FormGroup, host: HTMLElement): void {
  const fields = host.querySelectorAll<HTMLElement>('input, select, textarea');
  const invalid = Object.values(form.controls).findIndex((control) => control.invalid);
  fields.item(invalid)?.focus();
}
