import { Component, computed, inject, input, resource } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { LogOut } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Foods, itemsIn } from '../core/foods';
import { fittingMeasure, Helping, measureName, measuresOf } from '../core/plate';
import { Preferences } from '../core/preferences';
import { Skeleton } from '../ui/skeleton';

/** The foods of a settled meal with their amounts, in the measures of the household. */
@Component({
  selector: 'praan-eaten',
  imports: [Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (plate.hasValue()) {
        <ul [attr.aria-label]="t('manual.plate')">
          @for (helping of plate.value(); track $index) {
            <li>
              <span>{{ helping.food.name }}</span>
              <span class="amount">{{ amount(helping, t) }}</span>
            </li>
          }
        </ul>
      } @else if (!plate.error()) {
        <praan-skeleton [count]="items().length" />
      }
    </ng-container>
  `,
  styles: `
    ul {
      display: grid;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 var(--space-4);
      padding: var(--space-2) 0;
      border-top: 1px solid var(--line);
    }
    li:first-child {
      border-top: 0;
    }
    .amount {
      color: var(--ink-soft);
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class Eaten {
  private readonly foods = inject(Foods);
  private readonly preferences = inject(Preferences);

  readonly log = input.required<LogOut>();

  protected readonly items = computed(() => itemsIn(this.log()));
  protected readonly plate = resource({
    params: () => this.items(),
    loader: ({ params }) => this.foods.plate(params),
  });
  private readonly figures = computed(() => new Figures(this.preferences.language()));

  protected amount({ food, grams }: Helping, t: Translate): string {
    const weight = this.figures().unit(grams, 'gram');
    const measure = fittingMeasure(measuresOf(food), grams);
    if (!measure) return weight;
    const count = this.figures().number(grams / measure.grams, 1);
    return `${count} × ${measureName(measure.name, t)} · ${weight}`;
  }
}
