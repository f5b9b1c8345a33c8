import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';

import { LogOut } from '../api/models';
import { Entries } from '../core/diary';
import { describe } from '../core/entry';
import { Figures } from '../core/figures';
import { LogCard } from '../core/log-card';
import { Outgoing, Parcel } from '../core/outgoing';
import { Preferences } from '../core/preferences';
import { Toasts } from '../core/toasts';
import { OnTheWay } from './on-the-way';
import { ParcelCard } from './parcel-card';

/** The day's meals, movement and readings, the latest first; above them what is still on its way. */
@Component({
  selector: 'praan-day-log',
  imports: [LogCard, ParcelCard, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <ol>
        @for (each of onTheWay(); track each.parcel.id) {
          <li data-card>
            <praan-parcel-card
              [parcel]="each.parcel"
              [timeZone]="timeZone()"
              [arrived]="each.arrived"
              (retry)="outgoing.retry(each.parcel.id)"
              (discard)="discard(each.parcel)"
            />
          </li>
        }
        @for (log of entries()?.logs; track log.id) {
          <li data-card><praan-log-card [log]="log" [timeZone]="timeZone()" /></li>
        }
      </ol>
      @if (entries()?.cut) {
        <p class="cut">{{ t('log.cut', { count: entries()?.logs?.length }) }}</p>
      }
    </ng-container>
    <p class="unseen" role="status">{{ news() }}</p>
  `,
  styleUrl: './day-log.scss',
})
export class DayLog {
  private readonly preferences = inject(Preferences);
  private readonly transloco = inject(TranslocoService);
  private readonly toasts = inject(Toasts);
  protected readonly outgoing = inject(Outgoing);

  /** Nothing while the day's logs are not known; what is on its way is shown even then. */
  readonly entries = input<Entries>();
  readonly onTheWay = input.required<readonly OnTheWay[]>();
  readonly timeZone = input.required<string>();

  private readonly read = linkedSignal<Entries | undefined, { logs: LogOut[]; turned: LogOut[] }>({
    source: this.entries,
    computation: (entries, before) => {
      const logs = entries?.logs ?? [];
      const unread = new Set(
        before?.value.logs.filter((log) => log.status === 'PROCESSING').map((log) => log.id),
      );
      return { logs, turned: logs.filter((log) => unread.has(log.id) && log.status !== 'PROCESSING') };
    },
  });
  /** Said aloud when a photo has been read. */
  protected readonly news = computed(() => {
    const figures = new Figures(this.preferences.language());
    const t = (key: string, params?: Record<string, unknown>) => this.transloco.translate(key, params);
    return this.read()
      .turned.map((log) => {
        const { title, facts, state } = describe(log, figures, t);
        return [title, state?.words, ...facts].filter((each) => each).join(', ');
      })
      .join('. ');
  });

  /** What is thrown away can be brought back for a moment: it is then sent anew. */
  protected async discard(parcel: Parcel): Promise<void> {
    const { memberId, programId, logType, payload, timestamp, photo } = parcel;
    await this.outgoing.discard(parcel.id);
    this.toasts.show(
      'log.discarded',
      {},
      {
        key: 'toast.undo',
        run: async () => {
          await this.outgoing.send({ memberId, programId, logType, payload, timestamp, photo });
        },
      },
    );
  }
}
