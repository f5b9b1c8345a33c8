import { Component, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Icon, IconName } from './icon';

/** What became of an entry, as a small mark: never colour alone, always with its words. */
export interface Mark {
  icon: IconName;
  words: string;
  kind: 'busy' | 'look' | 'failed';
  reason?: string;
}

/**
 * One entry of a day: when, a picture or a sign, a title, facts, and what became of it. With a `link` the
 * whole row leads there. What is projected (progress, buttons) stands below the words.
 */
@Component({
  selector: 'praan-entry-row',
  imports: [Icon, RouterLink],
  template: `
    <time [attr.datetime]="at()">{{ time() }}</time>
    @if (shown(); as url) {
      <img
        [src]="url"
        [alt]="pictureWords()"
        width="64"
        height="64"
        decoding="async"
        (error)="shown.set(undefined)"
      />
    } @else {
      <span class="sign"><praan-icon [name]="icon()" /></span>
    }
    <div class="words">
      <h3>
        @if (link(); as way) {
          <a [routerLink]="way">{{ heading() }}</a>
        } @else {
          {{ heading() }}
        }
      </h3>
      @if (facts().length) {
        <p class="facts">{{ facts().join(' · ') }}</p>
      }
      @if (note(); as words) {
        <p class="note">{{ words }}</p>
      }
      @if (mark(); as sign) {
        <p class="mark" [class]="sign.kind">
          <praan-icon [name]="sign.icon" />
          <span>{{ sign.words }}</span>
        </p>
        @if (sign.reason) {
          <p class="note">{{ sign.reason }}</p>
        }
      }
      <ng-content />
    </div>
    @if (link()) {
      <praan-icon class="on" name="chevron" />
    }
  `,
  host: { '[class.leads]': '!!link()' },
  styleUrl: './entry-row.scss',
})
export class EntryRow {
  readonly icon = input.required<IconName>();
  readonly heading = input.required<string>();
  /** The moment as the API writes it, and as the reader's language writes its time of day. */
  readonly at = input.required<string>();
  readonly time = input.required<string>();
  readonly facts = input<readonly string[]>([]);
  readonly note = input<string>();
  readonly mark = input<Mark>();
  readonly picture = input<string>();
  readonly pictureWords = input('');
  readonly link = input<readonly unknown[]>();

  /** A picture that cannot be loaded makes way for the sign. */
  protected readonly shown = linkedSignal(() => this.picture());
}
