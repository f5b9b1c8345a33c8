import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { FoodOut } from '../api/models';
import { Icon } from '../ui/icon';
import { Translate } from './entry';
import { Figures } from './figures';
import { fittingMeasure, Measure, measureName, measuresOf, MOST_GRAMS, stepped } from './plate';
import { Preferences } from './preferences';

const GRAMS = 'g';

/** How much of a food, in a measure of the household or in grams, changed in small steps. */
@Component({
  selector: 'praan-portions',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <button
        type="button"
        (click)="step(-1)"
        [attr.aria-disabled]="lowest() || null"
        [attr.aria-label]="t('manual.less', { food: food().name })"
      >
        <praan-icon name="minus" />
      </button>
      <input
        type="number"
        inputmode="decimal"
        [min]="measure() ? 0.5 : 1"
        [step]="measure() ? 0.5 : 'any'"
        [max]="most()"
        [value]="amount()"
        [attr.aria-label]="t('manual.amount', { food: food().name })"
        (change)="type($event)"
      />
      <button
        type="button"
        (click)="step(1)"
        [attr.aria-disabled]="highest() || null"
        [attr.aria-label]="t('manual.more', { food: food().name })"
      >
        <praan-icon name="add" />
      </button>
      <select [attr.aria-label]="t('manual.measure', { food: food().name })" (change)="choose($event)">
        @for (each of measures(); track each.name) {
          <option [value]="each.name" [selected]="each === measure()">{{ words(each, t) }}</option>
        }
        <option [value]="grammes" [selected]="!measure()">{{ t('manual.grams') }}</option>
      </select>
    </ng-container>
  `,
  styleUrl: './portions.scss',
})
export class Portions {
  private readonly preferences = inject(Preferences);

  readonly food = input.required<FoodOut>();
  readonly grams = input.required<number>();
  readonly changed = output<number>();

  protected readonly grammes = GRAMS;
  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly measures = computed(() => measuresOf(this.food()));
  /** What the amount is said in: as it fits at first, then as the person chooses. */
  protected readonly measure = linkedSignal<Measure[], Measure | undefined>({
    source: this.measures,
    computation: (measures) => fittingMeasure(measures, this.grams()),
  });
  protected readonly amount = computed(() => {
    const one = this.measure()?.grams ?? 1;
    return Math.round((this.grams() / one) * 100) / 100;
  });
  protected readonly most = computed(() => Math.floor(MOST_GRAMS / (this.measure()?.grams ?? 1)));
  protected readonly lowest = computed(() => stepped(this.grams(), this.measure(), -1) >= this.grams());
  protected readonly highest = computed(() => stepped(this.grams(), this.measure(), 1) <= this.grams());

  protected words(measure: Measure, t: Translate): string {
    return `${measureName(measure.name, t)} (${this.figures().unit(measure.grams, 'gram')})`;
  }

  protected step(way: 1 | -1): void {
    if (way === 1 ? this.highest() : this.lowest()) return;
    this.changed.emit(stepped(this.grams(), this.measure(), way));
  }

  /** Takes what was typed where it is an amount, and shows the last one again where it is none. */
  protected type(event: Event): void {
    const field = event.target as HTMLInputElement;
    const grams = field.valueAsNumber * (this.measure()?.grams ?? 1);
    if (grams >= 0.1 && grams <= MOST_GRAMS) this.changed.emit(grams);
    else field.value = String(this.amount());
  }

  /** Another measure starts at the nearest half of it; grams stay what they are. */
  protected choose(event: Event): void {
    const name = (event.target as HTMLSelectElement).value;
    const measure = this.measures().find((each) => each.name === name);
    this.measure.set(measure);
    if (!measure) return;
    const halves = Math.max(1, Math.round((this.grams() / measure.grams) * 2));
    this.changed.emit((halves / 2) * measure.grams);
  }
}
