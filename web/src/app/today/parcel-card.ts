import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { describe, Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Parcel } from '../core/outgoing';
import { asLog } from '../core/outgoing-parcel';
import { Preferences } from '../core/preferences';
import { EntryRow, Mark } from '../ui/entry-row';

/** What somebody has just written, on its way to the server: there at once, with what becomes of it. */
@Component({
  selector: 'praan-parcel-card',
  imports: [EntryRow, MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @let entry = describe(asLog(parcel()), figures(), t);
      <praan-entry-row
        [icon]="entry.icon"
        [heading]="entry.title"
        [at]="parcel().timestamp"
        [time]="figures().time(parcel().timestamp, timeZone())"
        [facts]="entry.facts"
        [note]="entry.note"
        [mark]="mark(t)"
        [picture]="parcel().photoUrl"
        [pictureWords]="t('log.photo')"
      >
        @if (parcel().state === 'uploading' && !arrived()) {
          <progress max="1" [value]="parcel().progress" [attr.aria-label]="t('log.uploading')"></progress>
        }
        @if (parcel().state === 'refused') {
          <div class="ways">
            <button matButton="outlined" type="button" (click)="retry.emit()">{{ t('log.retry') }}</button>
            <button matButton type="button" (click)="discard.emit()">{{ t('log.discard') }}</button>
          </div>
        }
      </praan-entry-row>
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
      padding-top: var(--space-1);
    }
    progress {
      width: min(100%, 14rem);
      height: 0.5rem;
      border: 0;
      border-radius: 999px;
      background: var(--line);
      accent-color: var(--peacock);
      appearance: none;
      overflow: hidden;
    }
    progress::-webkit-progress-bar {
      background: var(--line);
    }
    progress::-webkit-progress-value {
      border-radius: 999px;
      background: var(--peacock);
      transition: inline-size 200ms ease-out;
    }
    progress::-moz-progress-bar {
      background: var(--peacock);
    }
  `,
})
export class ParcelCard {
  private readonly preferences = inject(Preferences);

  readonly parcel = input.required<Parcel>();
  readonly timeZone = input.required<string>();
  /** The server has it; its log is about to take this card's place. */
  readonly arrived = input(false);
  readonly retry = output();
  readonly discard = output();

  protected readonly describe = describe;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly asLog = asLog;

  protected mark(t: Translate): Mark {
    const { state, progress, failure } = this.parcel();
    if (this.arrived()) return { icon: 'clock', words: t('log.sending'), kind: 'busy' };
    switch (state) {
      case 'waiting':
        return { icon: 'cloud', words: t('log.waiting'), kind: 'look' };
      case 'uploading': {
        const percent = this.figures().percent(Math.round(progress * 100));
        return { icon: 'clock', words: t('log.uploading_part', { percent }), kind: 'busy' };
      }
      case 'sending':
        return { icon: 'clock', words: t('log.sending'), kind: 'busy' };
      case 'refused': {
        const reason = failure && t(`failure.${failure.cause}`, { wait: failure.wait ?? 60 });
        return { icon: 'alert', words: t('log.refused'), kind: 'failed', reason };
      }
    }
  }
}
