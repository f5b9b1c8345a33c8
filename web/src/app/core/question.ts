import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Modal } from '../ui/modal';

/** A question with two answers; the careful one has the focus. */
@Component({
  selector: 'praan-question',
  imports: [MatButton, Modal, TranslocoDirective],
  template: `
    <praan-modal
      *transloco="let t"
      [heading]="t(title(), params())"
      focus="[data-careful]"
      (closed)="done.emit(false)"
    >
      <p>{{ t(text(), params()) }}</p>
      <div class="answers">
        <button mat-flat-button type="button" data-careful (click)="done.emit(false)">{{ t(no()) }}</button>
        <button mat-stroked-button type="button" (click)="done.emit(true)">{{ t(yes()) }}</button>
      </div>
    </praan-modal>
  `,
  styles: `
    .answers {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3);
      padding-top: var(--space-2);
    }
  `,
})
export class Question {
  readonly title = input.required<string>();
  readonly text = input.required<string>();
  readonly yes = input.required<string>();
  readonly no = input.required<string>();
  readonly params = input<Record<string, unknown>>({});
  readonly done = output<boolean>();
}
