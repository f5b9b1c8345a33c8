import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';
import { Entries } from '../core/diary';
import { describe, Entry, Translate } from '../core/entry';
import { Figures } from '../core/figures';

/** The day's meals, movement and readings, the latest first. */
@Component({
  selector: 'praan-day-log',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <ol>
        @for (line of lines(t); track line.id) {
          <li>
            <time [attr.datetime]="line.at">{{ line.time }}</time>
            @if (line.thumb) {
              <img [src]="line.thumb" [alt]="t('log.photo')" width="64" height="64" />
            } @else {
              <span class="sign"><praan-icon [name]="line.icon" /></span>
            }
            <div class="words">
              <h3>{{ line.title }}</h3>
              @if (line.facts.length) {
                <p class="facts">{{ line.facts.join(' · ') }}</p>
              }
              @if (line.note) {
                <p class="note">{{ line.note }}</p>
              }
              @if (line.state; as state) {
                <p class="state" [class.failed]="state.failed">
                  <praan-icon [name]="state.icon" />
                  <span>{{ state.words }}</span>
                </p>
                @if (state.reason) {
                  <p class="note">{{ state.reason }}</p>
                }
              }
            </div>
          </li>
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
  private readonly preferences = inject(Preferences);

  readonly entries = input.required<Entries>();
  readonly timeZone = input.required<string>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));

  protected lines(t: Translate): (Entry & { id: number; at: string; time: string; thumb?: string })[] {
    return this.entries().logs.map((log) => ({
      ...describe(log, this.figures(), t),
      id: log.id,
      at: log.timestamp,
      time: this.figures().time(log.timestamp, this.timeZone()),
      thumb: log.photo?.thumb_url,
    }));
  }
}
