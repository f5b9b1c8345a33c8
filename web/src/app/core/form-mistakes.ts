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
  const controls = Object.entries(form.controls);
  const place = controls.findIndex(([, control]) => control.invalid);
  const name = controls[place]?.[0];
  // By its name where the page says it; else the fields stand in the order of the form.
  const named = host.querySelector<HTMLElement>(`[formcontrolname="${name}"]`);
  (named ?? host.querySelectorAll<HTMLElement>('input, select, textarea').item(place))?.focus();
}
