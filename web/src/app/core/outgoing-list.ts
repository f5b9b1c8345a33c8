import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { EntryRow, Mark } from '../ui/entry-row';
import { Modal } from '../ui/modal';
import { Notice } from '../ui/notice';
import { Ask } from './ask';
import { describe, Translate } from './entry';
import { Family } from './family';
import { Figures } from './figures';
import { Outgoing, Parcel } from './outgoing';
import { asLog } from './outgoing-parcel';
import { Preferences } from './preferences';
import { Cause } from './problem';

/** Why the way is closed, where there is more to say than to try again. */
const WHY: Partial<Record<Cause, string>> = {
  signed_out: 'outgoing.why_signed_out',
  busy: 'outgoing.why_busy',
  too_many: 'outgoing.why_busy',
  broken: 'outgoing.why_busy',
};
const REFUSALS: readonly Cause[] = ['invalid', 'forbidden', 'conflict'];

/** All that waits to be sent: why it does, and what can be done about each. */
@Component({
  selector: 'praan-outgoing-list',
  imports: [EntryRow, MatButton, Modal, Notice, TranslocoDirective],
  template: `
    <praan-modal *transloco="let t" [heading]="t('outgoing.heading')" (closed)="done.emit()">
      @if (!outgoing.kept()) {
        <praan-notice>{{ t('outgoing.not_kept') }}</praan-notice>
      }
      <p role="status">{{ t(why()) }}</p>
      <div class="ways">
        @if (waiting()) {
          <button mat-flat-button type="button" (click)="outgoing.wake(true)">
            {{ t('outgoing.try_now') }}
          </button>
        }
        <button mat-stroked-button type="button" (click)="done.emit()">{{ t('outgoing.close') }}</button>
      </div>
      <ol>
        @for (parcel of outgoing.parcels(); track parcel.id) {
          <li>
            @let entry = describe(asLog(parcel), figures(), t);
            <praan-entry-row
              [icon]="entry.icon"
              [heading]="entry.title"
              [at]="parcel.timestamp"
              [time]="time(parcel)"
              [facts]="[name(parcel), ...entry.facts]"
              [note]="entry.note"
              [mark]="mark(parcel, t)"
              [picture]="parcel.photoUrl"
              [pictureWords]="t('log.photo')"
            >
              @if (parcel.state === 'waiting' || parcel.state === 'refused') {
                <div class="ways">
                  @if (parcel.state === 'refused') {
                    <button
                      mat-stroked-button
                      type="button"
                      [attr.aria-label]="t('outgoing.retry_named', { what: entry.title, time: time(parcel) })"
                      (click)="retry(parcel)"
                    >
                      {{ t('outgoing.retry') }}
                    </button>
                  }
                  <button
                    mat-button
                    class="quiet"
                    type="button"
                    [attr.aria-label]="t('outgoing.discard_named', { what: entry.title, time: time(parcel) })"
                    (click)="discard(parcel)"
                  >
                    {{ t('outgoing.discard') }}
                  </button>
                </div>
              }
            </praan-entry-row>
          </li>
        }
      </ol>
    </praan-modal>
  `,
  styles: `
    ol {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2) var(--space-3);
      padding-top: var(--space-1);
    }
    /* Its words stand under the other words, not its edge. */
    .quiet:first-child {
      margin-inline-start: calc(-1 * var(--space-3));
    }
  `,
})
export class OutgoingList {
  private readonly ask = inject(Ask);
  private readonly family = inject(Family);
  private readonly preferences = inject(Preferences);
  protected readonly outgoing = inject(Outgoing);

  readonly done = output();

  protected readonly describe = describe;
  protected readonly asLog = asLog;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly waiting = computed(() =>
    this.outgoing.parcels().some((each) => each.state === 'waiting'),
  );
  protected readonly why = computed(() => {
    const held = this.outgoing.blockage();
    if (held) return WHY[held.cause] ?? 'outgoing.why_offline';
    if (!this.outgoing.parcels().length) return 'outgoing.all_sent';
    return this.waiting() ? 'outgoing.going' : 'outgoing.why_refused';
  });

  protected retry(parcel: Parcel): void {
    void this.outgoing.retry(parcel.id);
  }

  protected async discard(parcel: Parcel): Promise<void> {
    const sure = await this.ask.question({
      title: 'outgoing.discard_title',
      text: 'outgoing.discard_text',
      yes: 'outgoing.discard_yes',
      no: 'outgoing.discard_no',
    });
    if (sure) await this.outgoing.discard(parcel.id);
  }

  protected name({ memberId }: Parcel): string {
    return this.member(memberId)?.name ?? '';
  }

  protected time({ memberId, timestamp }: Parcel): string {
    return this.figures().time(timestamp, this.member(memberId)?.time_zone ?? 'UTC');
  }

  protected mark({ state, progress, failure }: Parcel, t: Translate): Mark {
    switch (state) {
      case 'waiting':
        return { icon: 'clock', words: t('outgoing.waits'), kind: 'look' };
      case 'uploading': {
        const percent = this.figures().percent(Math.round(progress * 100));
        return { icon: 'outbox', words: t('outgoing.uploading', { percent }), kind: 'busy' };
      }
      case 'sending':
        return { icon: 'outbox', words: t('outgoing.sending'), kind: 'busy' };
      case 'refused': {
        const cause = failure && REFUSALS.includes(failure.cause) ? failure.cause : 'other';
        const words = t('outgoing.refused_one');
        return { icon: 'alert', words, kind: 'failed', reason: t(`outgoing.reason.${cause}`) };
      }
    }
  }

  private member(id: number) {
    return this.family.members().find((each) => each.id === id);
  }
}
