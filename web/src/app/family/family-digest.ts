import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { FamilyAtAGlance } from '../api/models';
import { weekdayOf } from '../core/day';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';

/** So many are named: a longer list helps nobody to begin. */
const MOST = 3;

/** The last seven days of everybody together, in three sentences. Nothing is shown while nothing was due. */
@Component({
  selector: 'praan-family-digest',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (week(); as seven) {
        <section class="card" aria-labelledby="digest">
          <h2 id="digest">{{ t('board.digest.heading') }}</h2>
          <ul>
            <li>
              <praan-icon name="family" />
              <p>
                <strong>{{ t('board.digest.mean', { score: seven.mean }) }}</strong>
                @if (seven.change; as change) {
                  <span>{{ t('board.digest.' + change, { points: seven.points }) }}</span>
                }
              </p>
            </li>
            @if (seven.best; as best) {
              <li>
                <praan-icon name="sun" />
                <p>{{ t('board.digest.best', { day: best.day, score: best.score }) }}</p>
              </li>
            }
            <li>
              <praan-icon name="heart" />
              <p>
                @if (seven.hand.length) {
                  {{ t('board.digest.hand') }}
                  @for (person of seven.hand; track person.member_id) {
                    <a [routerLink]="['/m', person.member_id, 'today']">{{ person.name }}</a>
                  }
                } @else {
                  {{ t('board.digest.well') }}
                }
              </p>
            </li>
          </ul>
        </section>
      }
    </ng-container>
  `,
  styles: `
    .card {
      display: grid;
      gap: var(--space-3);
      padding: var(--space-5) clamp(var(--space-4), 4vw, var(--space-6));
      border-radius: var(--round-l);
      background: var(--peacock-wash);
      color: var(--on-peacock-wash);
    }
    h2 {
      font-size: 1.375rem;
    }
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
      gap: var(--space-2) var(--space-5);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: var(--space-3);
    }
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 var(--space-3);
      min-width: 0;
    }
    a {
      display: inline-flex;
      align-items: center;
      min-width: var(--target);
      min-height: var(--target);
      color: inherit;
      font-weight: 650;
    }
  `,
})
export class FamilyDigest {
  private readonly language = inject(Preferences).language;

  readonly family = input.required<FamilyAtAGlance>();

  protected readonly week = computed(() => {
    const { data, digest } = this.family();
    if (digest.mean === null) return undefined;
    const figures = new Figures(this.language());
    const best = digest.best_day;
    const change = Math.round(digest.mean - (digest.previous_mean ?? digest.mean));
    return {
      mean: figures.number(digest.mean),
      change: digest.previous_mean === null ? undefined : change > 0 ? 'more' : change < 0 ? 'fewer' : 'same',
      points: figures.number(Math.abs(change)),
      // Where nothing was done no day was better than the others.
      best: best?.mean
        ? { day: weekdayOf(best.date, this.language(), 'long'), score: figures.number(best.mean) }
        : undefined,
      hand: digest.needs_a_hand
        .slice(0, MOST)
        .flatMap((id) => data.find((person) => person.member_id === id) ?? []),
    };
  });
}
