import { Component, computed, inject, input, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { LogOut } from '../api/models';
import { describe, Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { PartFailure } from '../core/part-failure';
import { Preferences } from '../core/preferences';
import { failureOf } from '../core/problem';
import { Skeleton } from '../ui/skeleton';
import { LogKeeper } from './log-keeper';
import { momentWords } from './moment';

/** What a log said before it was corrected, the latest first. Nothing that was said is lost. */
@Component({
  selector: 'praan-revisions',
  imports: [PartFailure, RouterLink, Skeleton, TranslocoDirective],
  template: `
    <section *transloco="let t" aria-labelledby="revisions">
      <h2 id="revisions">{{ t('detail.history_heading') }}</h2>
      @if (failure(); as failed) {
        <praan-part-failure [failure]="failed" (retry)="earlier.reload()" />
      } @else if (earlier.hasValue()) {
        <ol>
          @for (line of lines(earlier.value(), t); track line.id) {
            <li>
              <a [routerLink]="['/m', log().member_id, 'logs', line.id]">{{ line.written }}</a>
              <span>{{ line.said }}</span>
            </li>
          }
        </ol>
      } @else {
        <praan-skeleton [count]="2" />
      }
    </section>
  `,
  styles: `
    h2 {
      margin-bottom: var(--space-3);
      font-size: 1.25rem;
    }
    ol {
      display: grid;
      gap: var(--space-2);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      padding: var(--space-2) 0 var(--space-2) var(--space-4);
      border-inline-start: 3px solid var(--line);
    }
    a {
      display: inline-flex;
      align-items: center;
      justify-self: start;
      min-height: var(--target);
    }
    span {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
  `,
})
export class Revisions {
  private readonly keeper = inject(LogKeeper);
  private readonly preferences = inject(Preferences);

  readonly log = input.required<LogOut>();
  readonly timeZone = input.required<string>();

  protected readonly earlier = resource({
    params: () => this.log(),
    loader: ({ params }) => this.keeper.earlier(params),
  });
  protected readonly failure = computed(() => failureOf(this.earlier.error()));

  protected lines(logs: readonly LogOut[], t: Translate): { id: number; written: string; said: string }[] {
    const language = this.preferences.language();
    const figures = new Figures(language);
    return logs.map((log) => {
      const { title, facts, note, state } = describe(log, figures, t);
      const at = momentWords(log.timestamp, this.timeZone(), language);
      return {
        id: log.id,
        written: t('detail.written', { when: momentWords(log.created_at, this.timeZone(), language) }),
        said: [title, ...facts, ...(state ? [state.words] : []), ...(note ? [note] : []), at].join(' · '),
      };
    });
  }
}
