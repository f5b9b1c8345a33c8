import { afterNextRender, Component, ElementRef, inject, input, output } from '@angular/core';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { holdWhile } from '../core/unsaved';
import { toSignal } from '@angular/core/rxjs-interop';
import { Control, Field } from '../ui/field';

const LONGEST = 2000;

/** A word about what was done, if somebody likes to leave one; the second press says that it was seen to. */
@Component({
  selector: 'praan-seen-to',
  imports: [Control, Field, MatButton, ReactiveFormsModule, TranslocoDirective],
  template: `
    <form *transloco="let t" novalidate (submit)="submit($event)">
      <praan-field [label]="t('inbox.note')" [errors]="{ any: t('manual.note_long') }">
        <textarea praanControl rows="2" [formControl]="note"></textarea>
      </praan-field>
      <div class="ways">
        <button mat-flat-button type="submit" [attr.aria-busy]="busy()">
          {{ t(busy() ? 'move.busy' : 'inbox.see') }}
        </button>
        <button mat-button type="button" (click)="left.emit()">{{ t('detail.cancel') }}</button>
      </div>
    </form>
  `,
  styles: `
    form {
      display: grid;
      gap: var(--space-2);
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3);
    }
  `,
})
export class SeenTo {
  readonly busy = input(false);
  readonly said = output<string>();
  readonly left = output();

  protected readonly note = new FormControl('', {
    nonNullable: true,
    validators: Validators.maxLength(LONGEST),
  });
  private readonly typed = toSignal(this.note.valueChanges, { initialValue: '' });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => host.querySelector('textarea')?.focus());
    holdWhile(() => this.typed().trim() !== '' && !this.busy());
  }

  protected submit(event: Event): void {
    event.preventDefault();
    this.note.markAsTouched();
    if (this.note.valid && !this.busy()) this.said.emit(this.note.value.trim());
  }
}
