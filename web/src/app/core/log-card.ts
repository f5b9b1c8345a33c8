import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { LogOut } from '../api/models';
import { EntryRow } from '../ui/entry-row';
import { describe } from './entry';
import { Figures } from './figures';
import { Preferences } from './preferences';

/** A link to a small picture is used again until shortly before it ends. */
const MARGIN_MS = 30_000;

interface Thumb {
  of: number;
  url: string;
  until: number;
}

/** One log as a row that leads to the log's own page. Its heading is a level below that of its list. */
@Component({
  selector: 'praan-log-card',
  imports: [EntryRow, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @let entry = describe(log(), figures(), t);
      <praan-entry-row
        [icon]="entry.icon"
        [heading]="entry.title"
        [at]="log().timestamp"
        [time]="figures().time(log().timestamp, timeZone())"
        [facts]="entry.facts"
        [note]="entry.note"
        [mark]="entry.state"
        [picture]="thumb()?.url"
        [pictureWords]="t('log.photo')"
        [link]="['/m', log().member_id, 'logs', log().id]"
      />
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class LogCard {
  private readonly preferences = inject(Preferences);

  readonly log = input.required<LogOut>();
  /** The member's, whose clock the time of day is of. */
  readonly timeZone = input.required<string>();

  protected readonly describe = describe;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  /** Each look at the day signs a new link to the same picture: the first is kept while it holds. */
  protected readonly thumb = linkedSignal<LogOut, Thumb | undefined>({
    source: this.log,
    computation: (log, previous) => {
      const { photo } = log;
      if (!photo) return undefined;
      const known = previous?.value;
      if (known?.of === log.id && known.until - MARGIN_MS > Date.now()) return known;
      return { of: log.id, url: photo.thumb_url, until: Date.parse(photo.expires_at) };
    },
  });
}
