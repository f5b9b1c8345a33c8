import { Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { emergencyNumber } from './emergency';

/** The way to an ambulance where somebody lives; in words alone where that is not known. */
@Component({
  selector: 'praan-emergency-call',
  imports: [Icon, MatButton, TranslocoDirective],
  template: `
    <p *transloco="let t">
      @if (emergency(); as call) {
        <a mat-flat-button [href]="'tel:' + call.number">
          <praan-icon matButtonIcon name="phone" />{{
            t(call.known ? 'vitals.call' : 'vitals.call_or', { number: call.number })
          }}
        </a>
      } @else {
        <strong>{{ t('vitals.call_any') }}</strong>
      }
    </p>
  `,
  styles: `
    a {
      --mat-button-filled-container-color: var(--rose);
      --mat-button-filled-label-text-color: var(--on-rose);
    }
  `,
})
export class EmergencyCall {
  /** The member's; undefined while it is not known. */
  readonly timeZone = input.required<string | undefined>();
  protected readonly emergency = computed(() => emergencyNumber(this.timeZone()));
}
