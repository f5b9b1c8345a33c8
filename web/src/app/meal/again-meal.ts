import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { mealAt, wallClock } from '../core/meal-time';
import { PartFailure } from '../core/part-failure';
import { Place } from '../core/place';
import { itemsOf } from '../core/plate';
import { Preferences } from '../core/preferences';
import { Failure } from '../core/problem';
import { Habits, RecentMeal } from '../core/recent-meals';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import type { Told } from './log-meal';

/** A meal that was had before, told again with one tap. */
@Component({
  selector: 'praan-again-meal',
  imports: [BreakfastScene, EmptyState, Icon, MatButton, PartFailure, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (habits(); as known) {
        @if (lines(known, t); as meals) {
          @if (meals.length) {
            <ul>
              @for (line of meals; track line.meal.log.id) {
                <li>
                  @if (line.thumb) {
                    <img [src]="line.thumb" alt="" width="64" height="64" />
                  } @else {
                    <span class="sign"><praan-icon name="meal" /></span>
                  }
                  <div class="words">
                    <h2>{{ line.name }}</h2>
                    <p>{{ line.facts }}</p>
                  </div>
                  <div class="ways">
                    <button
                      mat-flat-button
                      type="button"
                      [attr.aria-label]="t('manual.again_named', { meal: line.name })"
                      (click)="repeat(line.meal)"
                    >
                      {{ t('manual.again') }}
                    </button>
                    <button
                      mat-stroked-button
                      type="button"
                      [attr.aria-label]="t('manual.edit_named', { meal: line.name })"
                      (click)="edit.emit(line.meal)"
                    >
                      {{ t('manual.edit') }}
                    </button>
                  </div>
                </li>
              }
            </ul>
          } @else {
            <praan-empty-state>
              <praan-breakfast-scene picture />
              <p>{{ t('manual.no_meals') }}</p>
            </praan-empty-state>
          }
        }
      } @else if (failure(); as failed) {
        <praan-part-failure [failure]="failed" (retry)="retry.emit()" />
      } @else {
        <praan-skeleton shape="card" [count]="3" height="6rem" />
      }
    </ng-container>
  `,
  styleUrl: './again-meal.scss',
})
export class AgainMeal {
  private readonly preferences = inject(Preferences);

  readonly place = input.required<Place>();
  readonly busy = input(false);
  /** Nothing yet while they are being fetched. */
  readonly habits = input<Habits>();
  readonly failure = input<Failure>();
  readonly retry = output();
  readonly told = output<Told>();
  readonly edit = output<RecentMeal>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));

  protected lines(
    { meals }: Habits,
    t: Translate,
  ): { meal: RecentMeal; name: string; facts: string; thumb?: string }[] {
    return meals.map((meal) => {
      const { payload, photo } = meal.log;
      const kind = t(`meal.${typeof payload['meal'] === 'string' ? payload['meal'] : 'ANY'}`);
      const calories: unknown = payload['calories'];
      const energy = typeof calories === 'number' ? [`${this.figures().number(calories)} kcal`] : [];
      const foods = meal.helpings.map((each) => each.food.name).join(' + ');
      const note: unknown = payload['note'];
      const name = foods || (typeof note === 'string' && note) || kind;
      return {
        meal,
        name,
        facts: [...(name === kind ? [] : [kind]), ...energy].join(' · '),
        thumb: photo?.thumb_url,
      };
    });
  }

  protected repeat({ log, helpings }: RecentMeal): void {
    if (this.busy()) return;
    const now = new Date();
    const meal = mealAt(wallClock(now, this.place().member.time_zone));
    const { calories, protein_g, carbs_g, fat_g, note } = log.payload as Record<string, unknown>;
    const content = helpings.length
      ? { items: itemsOf(helpings) }
      : given({ calories, protein_g, carbs_g, fat_g, note });
    this.told.emit({ payload: { meal, ...content }, timestamp: now.toISOString() });
  }
}

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
