import { provideHttpClient } from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { FoodOut, Item, LogOut } from '../api/models';
import { Foods } from '../core/foods';
import { Unsaved } from '../core/unsaved';
import { Review } from './review';

const food = (id: number, name: string) =>
  ({ id, name, portions: [], per_100g: { calories: 100, protein_g: 5, carbs_g: 10, fat_g: 2 } }) as unknown;
const table = new Map([
  [3, food(3, 'Dal') as FoodOut],
  [4, food(4, 'Rice') as FoodOut],
]);
const guess = (food_id: number, name: string) => ({
  food_id,
  name,
  confidence: 0.8,
  grams: { low: 100, typical: 150, high: 200 },
});
const log = {
  id: 5,
  log_type: 'NUTRITION',
  status: 'NEEDS_REVIEW',
  payload: {
    items: [
      { food_id: 3, grams: 150 },
      { food_id: 9, grams: 50 },
    ],
  },
  candidates: [guess(3, 'Dal'), guess(4, 'Rice')],
} as unknown as LogOut;

describe('the review of a photo', () => {
  let fixture: ComponentFixture<Review>;
  const confirmed: (Item[] | undefined)[] = [];

  beforeEach(async () => {
    confirmed.length = 0;
    const plate = (items: Item[]) =>
      items.flatMap(({ food_id, grams }) => {
        const known = table.get(food_id);
        return known ? [{ food: known, grams }] : [];
      });
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [
        provideHttpClient(),
        {
          provide: Foods,
          useValue: {
            of: () => Promise.resolve(table),
            plate: (items: Item[]) => Promise.resolve(plate(items)),
          },
        },
      ],
    });
    fixture = TestBed.createComponent(Review);
    fixture.componentRef.setInput('log', log);
    fixture.componentInstance.confirmed.subscribe((items) => confirmed.push(items));
    await fixture.whenStable();
  });

  const dirty = () => TestBed.inject(Unsaved).dirty();

  async function press(name: string): Promise<void> {
    const buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
    const button = buttons.find((each) => `${each.ariaLabel} ${each.textContent}`.includes(name));
    if (!button) throw new Error(`no button ${name}`);
    button.click();
    await fixture.whenStable();
  }

  it('holds nothing while nobody has touched it, also where the table lacks a food', () => {
    expect(dirty()).toBe(false);
  });

  it('holds what was changed until it is confirmed or given up', async () => {
    await press('Rice');
    expect(dirty()).toBe(true);

    await press('Save it like this');
    expect(confirmed).toEqual([[{ food_id: 4, grams: 150 }]]);
    expect(dirty()).toBe(true);

    // The log is confirmed: the page shows it without a review.
    fixture.destroy();
    expect(dirty()).toBe(false);
  });
});
