import { Component, computed, inject, input, linkedSignal, output, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Item, LogOut } from '../api/models';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Foods, itemsIn } from '../core/foods';
import { PartFailure } from '../core/part-failure';
import { Helping, itemsOf, samePlate } from '../core/plate';
import { PlateEditor } from '../core/plate-editor';
import { Preferences } from '../core/preferences';
import { failureOf } from '../core/problem';
import { holdWhile } from '../core/unsaved';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { guessWords, Known, known } from './guess';

/** What a photo seems to show, for somebody to say what it was and how much. */
@Component({
  selector: 'praan-review',
  imports: [Icon, MatButton, PartFailure, PlateEditor, Skeleton, TranslocoDirective],
  templateUrl: './review.html',
  styleUrl: './review.scss',
})
export class Review {
  private readonly foods = inject(Foods);
  private readonly preferences = inject(Preferences);

  readonly log = input.required<LogOut>();
  readonly busy = input(false);
  /** The meal is confirmed: with these foods, or as it was seen. */
  readonly confirmed = output<Item[] | undefined>();

  protected readonly seen = computed(() => known(this.log()));
  /** What was seen and nobody has a name for in the table. */
  protected readonly unknown = computed(() =>
    this.log()
      .candidates.filter((each) => each.food_id === null)
      .map((each) => each.name),
  );
  private readonly items = computed(() => itemsIn(this.log()));
  protected readonly plate = resource({
    params: () => ({ items: this.items(), seen: this.seen() }),
    loader: async ({ params }) => {
      const foods = await this.foods.of(params.seen.map((each) => each.food_id));
      return { foods, helpings: await this.foods.plate(params.items) };
    },
  });
  protected readonly failure = computed(() => failureOf(this.plate.error()));
  protected readonly helpings = linkedSignal<readonly Helping[]>(() =>
    this.plate.hasValue() ? this.plate.value().helpings : [],
  );
  /** What else it may be. */
  protected readonly others = computed(() => {
    const there = new Set(this.helpings().map((each) => each.food.id));
    return this.seen().filter((each) => !there.has(each.food_id));
  });
  protected readonly changed = computed(() => !samePlate(itemsOf(this.helpings()), this.items()));
  private readonly figures = computed(() => new Figures(this.preferences.language()));

  constructor() {
    // Not what `changed` says: a food that is no longer in the table was taken off by nobody.
    holdWhile(
      () => this.plate.hasValue() && this.helpings() !== this.plate.value().helpings && this.changed(),
    );
  }

  protected words(candidate: Known, t: Translate): string {
    return guessWords(candidate, this.figures(), t);
  }

  /** What is said of each food on the plate that the photo showed. */
  protected notes(t: Translate): Map<number, string> {
    return new Map(this.seen().map((each) => [each.food_id, this.words(each, t)]));
  }

  /** Takes another guess; the foods of a photo are alternatives unless there are several on the plate. */
  protected take(candidate: Known): void {
    const food = this.plate.hasValue() ? this.plate.value().foods.get(candidate.food_id) : undefined;
    if (!food) return;
    const helping = { food, grams: candidate.grams.typical };
    this.helpings.update((all) => (all.length > 1 ? [...all, helping] : [helping]));
  }

  protected confirm(): void {
    if (this.busy() || !this.helpings().length) return;
    this.confirmed.emit(this.changed() ? itemsOf(this.helpings()) : undefined);
  }
}
