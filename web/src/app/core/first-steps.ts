import { booleanAttribute, Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut } from '../api/models';
import { Alarm, monthsBetween, Rule, Side } from './bounds';
import { todayIn } from './day';
import { EmergencyCall } from './emergency-call';

/** Below this age in months the table of docs/vitals.md has urgent fevers of its own (NICE NG143). */
const YOUNG = 7;
const BABY = 12;

/**
 * What to do about a reading out of range, calmly: for an urgent one with the signs that mean a call, and the number
 * of where the person lives. Never a diagnosis.
 */
@Component({
  selector: 'praan-first-steps',
  imports: [EmergencyCall, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <p>{{ t('vitals.steps.' + step()) }}</p>
      @if (severity() === 'URGENT') {
        <p>
          <strong>{{ t('vitals.signs') }}</strong>
        </p>
      }
      @if (severity() === 'URGENT' || step().startsWith('glucose_low')) {
        <praan-emergency-call [timeZone]="member()?.time_zone" />
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
    .small {
      font-size: var(--text-s);
    }
  `,
})
export class FirstSteps {
  readonly rule = input.required<Rule>();
  readonly side = input.required<Side>();
  readonly severity = input.required<Alarm>();
  /** The server's; undefined for what it has not judged yet. */
  readonly band = input<string>();
  /** Whose reading it is, for the age and for the number of where they live; undefined while not known. */
  readonly member = input.required<Pick<MemberOut, 'dob' | 'time_zone'> | undefined>();
  /** Where the page says elsewhere that it is no diagnosis. */
  readonly brief = input(false, { transform: booleanAttribute });

  /** Completed months; who is not known is taken for grown up. */
  private readonly months = computed(() => {
    const member = this.member();
    return member ? monthsBetween(member.dob, todayIn(member.time_zone)) : Infinity;
  });
  /** Sugar that is low wants sugar at once, however low it is. */
  protected readonly step = computed(() => {
    const place = `${this.rule()}_${this.side()}`;
    if (place === 'glucose_low') return this.months() < BABY ? 'glucose_low_baby' : place;
    if (this.severity() !== 'URGENT') return 'any';
    return this.rule() === 'temperature' ? this.temperature() : place;
  });
  private readonly temperature = computed(() => {
    if (this.side() === 'low') return this.months() < BABY ? 'temperature_low_baby' : 'temperature_low';
    if (this.months() < YOUNG) return 'temperature_high_baby';
    return this.band() === 'long_fever' ? 'long_fever' : 'temperature_high';
  });
}
