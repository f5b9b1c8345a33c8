import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Entries } from '../core/diary';
import { LogCard } from '../core/log-card';

/** The day's meals, movement and readings, the latest first. */
@Component({
  selector: 'praan-day-log',
  imports: [LogCard, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <ol>
        @for (log of entries().logs; track log.id) {
          <li><praan-log-card [log]="log" [timeZone]="timeZone()" /></li>
        }
      </ol>
      @if (entries().cut) {
        <p class="cut">{{ t('log.cut', { count: entries().logs.length }) }}</p>
      }
    </ng-container>
  `,
  styleUrl: './day-log.scss',
})
export class DayLog {
  readonly entries = input.required<Entries>();
  readonly timeZone = input.required<string>();
}
