import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { readFoods, searchFoods } from '../api/functions';
import { FoodOut, Item, LogOut } from '../api/models';
import { Helping } from './plate';

const SHOWN = 12;
const AT_ONCE = 50;

/** The food table: what a food is called, what it holds, and how people measure it. */
@Injectable({ providedIn: 'root' })
export class Foods {
  private readonly api = inject(Api);
  private readonly known = new Map<number, FoodOut>();

  /** The likeliest foods for some words or their beginnings. */
  async search(words: string): Promise<FoodOut[]> {
    const { data } = await this.api.invoke(searchFoods, { q: words, limit: SHOWN });
    this.keep(data);
    return data;
  }

  /** Foods by their ids; one that the table does not have is left out. */
  async of(ids: readonly number[]): Promise<Map<number, FoodOut>> {
    const missing = [...new Set(ids)].filter((id) => !this.known.has(id));
    for (let from = 0; from < missing.length; from += AT_ONCE) {
      const { data } = await this.api.invoke(readFoods, { id: missing.slice(from, from + AT_ONCE) });
      this.keep(data);
    }
    return new Map(
      ids.flatMap((id) => {
        const food = this.known.get(id);
        return food ? [[id, food] as const] : [];
      }),
    );
  }

  /** The foods of a meal with their amounts. */
  async plate(items: readonly Item[]): Promise<Helping[]> {
    const foods = await this.of(items.map((item) => item.food_id));
    return items.flatMap(({ food_id, grams }) => {
      const food = foods.get(food_id);
      return food ? [{ food, grams }] : [];
    });
  }

  private keep(foods: readonly FoodOut[]): void {
    for (const food of foods) this.known.set(food.id, food);
  }
}

/** The foods that a meal's payload names; a payload may hold anything. */
export function itemsIn(log: Pick<LogOut, 'payload'>): Item[] {
  const items: unknown = log.payload['items'];
  if (!Array.isArray(items)) return [];
  return items.filter(
    (each: Partial<Item> | null): each is Item =>
      typeof each?.food_id === 'number' && typeof each.grams === 'number',
  );
}
