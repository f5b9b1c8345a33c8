import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { LogOut } from '../api/models';
import { describe } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';

/** The photo of a log, which leads to the log's own page; its words are read out. */
@Component({
  selector: 'praan-photo-tile',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @let entry = describe(log(), figures(), t);
      <a [routerLink]="['/m', log().member_id, 'logs', log().id]">
        @if (source(); as url) {
          <img [src]="url" alt="" width="320" height="320" decoding="async" (error)="source.set(undefined)" />
        } @else {
          <span class="sign"><praan-icon [name]="entry.icon" /></span>
        }
        <span class="words">
          <span class="title">{{ entry.title }}</span>
          <time [attr.datetime]="log().timestamp">{{ figures().time(log().timestamp, timeZone()) }}</time>
        </span>
      </a>
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
    }
    a {
      display: grid;
      gap: var(--space-1);
      color: inherit;
      text-decoration: none;
    }
    img,
    .sign {
      width: 100%;
      height: auto;
      aspect-ratio: 1;
      border-radius: var(--round-m);
      background: var(--paper-sunken);
      object-fit: cover;
    }
    .sign {
      display: grid;
      place-content: center;
      color: var(--ink-soft);
      font-size: 1.5rem;
    }
    .words {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 var(--space-2);
      min-height: 1.5rem;
      font-size: var(--text-s);
      line-height: 1.5;
    }
    .title {
      font-weight: 550;
    }
    a:hover .title {
      text-decoration: underline;
      text-underline-offset: 0.2em;
    }
    time {
      color: var(--ink-soft);
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class PhotoTile {
  private readonly preferences = inject(Preferences);

  readonly log = input.required<LogOut>();
  readonly timeZone = input.required<string>();

  protected readonly describe = describe;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  /** A picture that cannot be loaded makes way for the sign. */
  protected readonly source = linkedSignal(() => this.log().photo?.thumb_url);
}
