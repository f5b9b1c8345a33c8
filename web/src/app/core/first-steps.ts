import { booleanAttribute, Component, computed, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { Alarm, Rule, Side } from './bounds';
import { emergencyNumber } from './emergency';

/**
 * What to do about a reading out of range, calmly: for an urgent one with the signs that mean a call, and the number
 * of where the person lives. Never a diagnosis.
 */
@Component({
  selector: 'praan-first-steps',
  imports: [Icon, MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <p>{{ t('vitals.steps.' + step()) }}</p>
      @if (severity() === 'URGENT') {
        <p>
          <strong>{{ t('vitals.signs') }}</strong>
        </p>
        <p>
          <a mat-flat-button class="call" [href]="'tel:' + number()">
            <praan-icon matButtonIcon name="phone" />{{ t('vitals.call', { number: number() }) }}
          </a>
        </p>
      }
      @if (!brief()) {
        <p class="small">{{ t('vitals.no_diagnosis') }}</p>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-2);
    }
    .call {
      --mat-button-filled-container-color: var(--rose);
      --mat-button-filled-label-text-color: var(--on-rose);
    }
    .small {
      font-size: var(--text-s);
    }
  `,
})
export class FirstSteps {
  readonly rule = input.required<Rule>();
  readonly side = input.required<Side>();
  readonly severity = input.required<Alarm>();
  /** The member's, whose country the number is of. */
  readonly timeZone = input.required<string>();
  /** Where the page says elsewhere that it is no diagnosis. */
  readonly brief = input(false, { transform: booleanAttribute });

  protected readonly number = computed(() => emergencyNumber(this.timeZone()));
  /** Sugar that is low wants sugar at once, however low it is. */
  protected readonly step = computed(() => {
    const place = `${this.rule()}_${this.side()}`;
    return this.severity() === 'URGENT' || place === 'glucose_low' ? place : 'any';
  });
}
