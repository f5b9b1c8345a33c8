import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Address } from './address';

/** The button that sends the letter again, and beside it what became of that. */
@Component({
  selector: 'praan-confirm-address',
  imports: [MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <button
        mat-stroked-button
        type="button"
        [attr.aria-disabled]="address.busy() || null"
        (click)="address.send()"
      >
        {{ t(address.busy() ? 'links.notice.sending' : 'links.notice.again') }}
      </button>
      <span aria-live="polite">
        @if (address.failure(); as failed) {
          {{ t('failure.' + failed.cause, { wait: failed.wait ?? 60 }) }}
        } @else if (address.sent()) {
          {{ t('links.notice.sent') }}
        }
      </span>
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2) var(--space-3);
    }
  `,
})
export class ConfirmAddress {
  protected readonly address = inject(Address);
}
