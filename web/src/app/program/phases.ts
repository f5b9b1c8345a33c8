import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { CheckInOut, ProgramOut } from '../api/models';
import { addDays, shortDay } from '../core/day';
import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';
import { CheckIn } from './check-in';

const LENGTH = 30;

/** The three phases with their days, and what was asked when each began. */
@Component({
  selector: 'praan-phases',
  imports: [CheckIn, Icon, TranslocoDirective],
  template: `
    <ol *transloco="let t">
      @for (each of phases(); track each.phase) {
        <li [class]="each.place" [attr.aria-current]="each.place === 'now' ? 'step' : null">
          <span class="mark" aria-hidden="true">
            @if (each.place === 'past') {
              <praan-icon name="check" />
            }
          </span>
          <div>
            <h3>{{ t('phase.' + each.phase) }}</h3>
            <p>{{ t('program.days', { from: each.from, to: each.to }) }} · {{ each.dates }}</p>
            @if (each.checkIn; as asked) {
              <praan-check-in [asked]="asked" [mayWrite]="mayWrite()" (answered)="answered.emit($event)" />
            }
          </div>
        </li>
      }
    </ol>
  `,
  styleUrl: './phases.scss',
})
export class Phases {
  private readonly language = inject(Preferences).language;

  readonly program = input.required<ProgramOut>();
  readonly checkIns = input.required<readonly CheckInOut[]>();
  readonly mayWrite = input.required<boolean>();
  readonly answered = output<CheckInOut>();

  protected readonly phases = computed(() => {
    const { start_date, day, status } = this.program();
    const date = (index: number) => shortDay(addDays(start_date, index - 1), this.language());
    return (['FOUNDATION', 'BUILD', 'SUSTAIN'] as const).map((phase, index) => {
      const [from, to] = [index * LENGTH + 1, (index + 1) * LENGTH];
      const over = day > to || (status === 'COMPLETED' && day >= to);
      return {
        phase,
        from,
        to,
        dates: `${date(from)} – ${date(to)}`,
        place: over ? 'past' : day >= from && status !== 'COMPLETED' ? 'now' : 'ahead',
        checkIn: this.checkIns().find((each) => each.phase === phase),
      };
    });
  });
}
