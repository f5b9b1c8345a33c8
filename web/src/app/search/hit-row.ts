import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Hit } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Icon, IconName } from '../ui/icon';
import { marked } from './marked';

const ICONS: Record<string, IconName> = { NUTRITION: 'meal', WORKOUT: 'move', VITALS: 'heart' };
/** Where the language files say what the app calls a kind of meal or of reading. */
const NAMES = { NUTRITION: 'meal', VITALS: 'reading' };

/** One place where the words were found; the whole row leads there. */
@Component({
  selector: 'praan-hit-row',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `
    <a *transloco="let t" [routerLink]="link()" data-hit data-card>
      <span class="sign"><praan-icon [name]="icon()" /></span>
      <span class="words">
        <span class="title">
          @for (piece of marked(title(t), asked()); track $index) {
            @if (piece.hit) {
              <mark>{{ piece.text }}</mark>
            } @else {
              <span>{{ piece.text }}</span>
            }
          }
        </span>
        @if (hit().snippet; as snippet) {
          <span class="snippet">
            @for (piece of marked(snippet, asked()); track $index) {
              @if (piece.hit) {
                <mark>{{ piece.text }}</mark>
              } @else {
                <span>{{ piece.text }}</span>
              }
            }
          </span>
        }
        <span class="when">
          @if (hit().type !== 'log') {
            <span class="kind">{{ t('search.kind.' + hit().type) }}</span>
          }
          <time [attr.datetime]="hit().at">{{ when() }}</time>
        </span>
      </span>
      <praan-icon class="on" name="chevron" />
    </a>
  `,
  styleUrl: './hit-row.scss',
})
export class HitRow {
  private readonly preferences = inject(Preferences);

  readonly hit = input.required<Hit>();
  /** What was looked for. */
  readonly asked = input.required<string>();
  /** The member's, whose clock the time is of. */
  readonly timeZone = input<string>();

  protected readonly marked = marked;
  protected readonly icon = computed<IconName>(() =>
    this.hit().type === 'log' ? (ICONS[this.hit().log_type ?? ''] ?? 'log') : 'note',
  );
  protected readonly link = computed(() => {
    const { type, member_id, id } = this.hit();
    return ['/m', member_id, ...(type === 'document' ? ['documents'] : ['logs', id])];
  });
  protected readonly when = computed(() =>
    new Figures(this.preferences.language()).asOf(new Date(this.hit().at), this.timeZone()),
  );

  /** What the app calls it, in the language of the page; else the person's own words. */
  protected title(t: Translate): string {
    const { kind, log_type, title } = this.hit();
    if (kind === null || log_type === null) return title;
    return t(log_type === 'WORKOUT' ? 'log.strength' : `${NAMES[log_type]}.${kind}`);
  }
}
