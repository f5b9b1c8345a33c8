import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { readHistory } from '../api/functions';
import { FoodOut, LogOut } from '../api/models';
import { Foods, itemsIn } from './foods';
import { Helping } from './plate';

const LOOKED_AT = 60;
const MOST_MEALS = 12;
const MOST_FOODS = 8;

/** A meal that somebody had before and may have again. */
export interface RecentMeal {
  log: LogOut;
  helpings: Helping[];
}

export interface Habits {
  meals: RecentMeal[];
  foods: FoodOut[];
}

/** What a member ate lately, so that it need not be told twice. */
@Injectable({ providedIn: 'root' })
export class RecentMeals {
  private readonly api = inject(Api);
  private readonly foods = inject(Foods);

  async of(programId: number): Promise<Habits> {
    const { data } = await this.api.invoke(readHistory, {
      program_id: programId,
      log_type: 'NUTRITION',
      limit: LOOKED_AT,
    });
    const meals = distinct(data);
    const ids = frequent(data);
    const known = await this.foods.of([
      ...ids,
      ...meals.flatMap((log) => itemsIn(log).map((item) => item.food_id)),
    ]);
    const plates = await Promise.all(meals.map((log) => this.foods.plate(itemsIn(log))));
    return {
      meals: meals.map((log, place) => ({ log, helpings: plates[place] ?? [] })),
      foods: ids.flatMap((id) => known.get(id) ?? []).slice(0, MOST_FOODS),
    };
  }
}

/** Settled meals, each content once, the latest first. */
export function distinct(logs: readonly LogOut[]): LogOut[] {
  const seen = new Set<string>();
  return logs
    .filter((log) => {
      const content = contentOf(log);
      if (log.status !== 'VERIFIED' || !content || seen.has(content)) return false;
      seen.add(content);
      return true;
    })
    .slice(0, MOST_MEALS);
}

/** Foods by how often they were eaten lately, the latest first among equals. */
export function frequent(logs: readonly LogOut[]): number[] {
  const times = new Map<number, number>();
  for (const log of logs.filter((each) => each.status === 'VERIFIED')) {
    for (const { food_id } of itemsIn(log)) times.set(food_id, (times.get(food_id) ?? 0) + 1);
  }
  return [...times].sort(([, one], [, other]) => other - one).map(([id]) => id);
}

/** What makes two meals the same: their foods and amounts, or their numbers and words. */
function contentOf({ payload }: LogOut): string | undefined {
  const items = itemsIn({ payload });
  if (items.length) {
    return items
      .map(({ food_id, grams }) => `${food_id}:${grams}`)
      .sort()
      .join();
  }
  const calories: unknown = payload['calories'];
  return typeof calories === 'number' ? `${calories}/${payload['note'] ?? ''}` : undefined;
}
