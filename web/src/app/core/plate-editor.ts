import { booleanAttribute, Component, computed, inject, input, model } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { FoodOut } from '../api/models';
import { Icon } from '../ui/icon';
import { Translate } from './entry';
import { Figures } from './figures';
import { FoodSearch } from './food-search';
import { Helping, macrosOf, macroWords, MOST_FOODS, MOST_GRAMS, usualHelping } from './plate';
import { Portions } from './portions';
import { Preferences } from './preferences';

/** The foods of a meal, each with its amount, and what they hold together. */
@Component({
  selector: 'praan-plate-editor',
  imports: [FoodSearch, Icon, Portions, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (!searchLast() && helpings().length < most) {
        <praan-food-search [label]="t(search())" [recent]="offered()" (chosen)="add($event)" />
      }
      @if (helpings().length) {
        <ul [attr.aria-label]="t('manual.plate')">
          @for (helping of helpings(); track helping.food.id) {
            <li>
              <span class="name">{{ helping.food.name }}</span>
              <button
                type="button"
                (click)="remove($index)"
                [attr.aria-label]="t('manual.remove', { food: helping.food.name })"
              >
                <praan-icon name="close" />
              </button>
              @if (notes().get(helping.food.id); as words) {
                <p class="note">{{ words }}</p>
              }
              <praan-portions
                [food]="helping.food"
                [grams]="helping.grams"
                (changed)="weigh($index, $event)"
              />
            </li>
          }
        </ul>
        <p class="sum" role="status">{{ sum(t) }}</p>
      }
      <ng-content />
      @if (searchLast() && helpings().length < most) {
        <praan-food-search [label]="t(search())" [recent]="offered()" (chosen)="add($event)" />
      }
    </ng-container>
  `,
  styleUrl: './plate-editor.scss',
})
export class PlateEditor {
  private readonly preferences = inject(Preferences);

  readonly helpings = model.required<readonly Helping[]>();
  readonly recent = input<readonly FoodOut[]>([]);
  /** The key of the search's label. */
  readonly search = input('manual.search');

  /** The search stands below the foods where these are there first. */
  readonly searchLast = input(false, { transform: booleanAttribute });
  /** What there is to say of foods, by their ids. */
  readonly notes = input<ReadonlyMap<number, string>>(new Map());

  protected readonly most = MOST_FOODS;
  private readonly figures = computed(() => new Figures(this.preferences.language()));
  /** What is on the plate need not be offered again. */
  protected readonly offered = computed(() => {
    const there = new Set(this.helpings().map((each) => each.food.id));
    return this.recent().filter((food) => !there.has(food.id));
  });

  protected sum(t: Translate): string {
    return macroWords(macrosOf(this.helpings()), this.figures(), t);
  }

  /** Puts a food on the plate; one that is there already becomes more by its usual amount. */
  protected add(food: FoodOut): void {
    const more = usualHelping(food);
    const place = this.helpings().findIndex((each) => each.food.id === food.id);
    const there = this.helpings()[place];
    if (there) this.weigh(place, Math.min(MOST_GRAMS, there.grams + more.grams));
    else this.helpings.update((all) => [...all, more]);
  }

  protected weigh(place: number, grams: number): void {
    this.helpings.update((all) => all.map((each, at) => (at === place ? { ...each, grams } : each)));
  }

  protected remove(place: number): void {
    this.helpings.update((all) => all.filter((_, at) => at !== place));
  }
}
