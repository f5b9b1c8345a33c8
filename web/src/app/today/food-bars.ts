import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { ConfigOut, LogOut } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { BandBar } from '../ui/band-bar';
import { Icon } from '../ui/icon';
import { TableTwin } from '../ui/table-twin';
import { Eaten, eatenOf, Nutrient } from './food';
import { against } from './goals';

/** What the day's meals hold, each against the band of its goal. It states; it never scolds. */
@Component({
  selector: 'praan-food-bars',
  imports: [BandBar, Icon, TableTwin, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <dl>
        @for (row of eaten(); track row.nutrient) {
          <div>
            <dt>{{ t('day.' + row.nutrient) }}</dt>
            <dd class="facts">{{ facts(row, t) }}</dd>
            @if (row.place !== 'open') {
              <dd class="stand">
                <praan-band-bar
                  [value]="row.actual"
                  [estimate]="row.estimate"
                  [min]="row.band.min"
                  [max]="row.band.max"
                />
                <span class="place">
                  @if (row.place === 'inside') {
                    <praan-icon name="check" />
                  }
                  {{ place(row, t) }}
                </span>
              </dd>
            }
          </div>
        }
      </dl>
      @if (guessed()) {
        <p class="guessed"><praan-icon name="eye" />{{ t('day.guessed') }}</p>
      }
      <praan-table-twin
        [open]="t('score.table')"
        [caption]="t('day.food')"
        [heads]="[t('day.nutrient'), t('score.done'), t('day.place_head'), t('day.estimated')]"
        [rows]="rows(t)"
      />
    </ng-container>
  `,
  styleUrl: './food-bars.scss',
})
export class FoodBars {
  private readonly preferences = inject(Preferences);

  readonly logs = input.required<readonly LogOut[]>();
  readonly config = input.required<ConfigOut>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly eaten = computed(() => eatenOf(this.logs(), this.config()));
  protected readonly guessed = computed(() => this.eaten().some((row) => row.estimate > 0));

  protected facts({ nutrient, actual, band }: Eaten, t: Translate): string {
    return against(actual, band, (value) => this.amount(nutrient, value), this.figures(), t);
  }

  protected place({ nutrient, actual, band, place }: Eaten, t: Translate): string {
    const amount =
      place === 'below' && band.min !== undefined ? this.amount(nutrient, band.min - actual) : undefined;
    return place === 'open' ? '' : t(`day.place.${place}`, { amount });
  }

  protected rows(t: Translate): string[][] {
    return this.eaten().map((row) => [
      t(`day.${row.nutrient}`),
      this.facts(row, t),
      this.place(row, t),
      row.estimate ? this.amount(row.nutrient, row.estimate) : '',
    ]);
  }

  private amount(nutrient: Nutrient, value: number): string {
    if (nutrient === 'energy') return `${this.figures().number(value)} kcal`;
    if (nutrient === 'sodium') return `${this.figures().number(value)} mg`;
    return this.figures().unit(value, 'gram');
  }
}
