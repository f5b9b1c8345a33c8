import {
  Component,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { FoodOut } from '../api/models';
import { Control, Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { MealDetails } from './meal-details';
import { Place } from './place';
import { Helping, itemsOf, samePlate } from './plate';
import { PlateEditor } from './plate-editor';
import { holdWhile } from './unsaved';

const MOST_KCAL = 10_000;

/** A meal to begin with: one of before to be had again, or one to be corrected, which has its time. */
export interface MealStart {
  payload: Record<string, unknown>;
  helpings: readonly Helping[];
  timestamp?: string;
}

/** A meal as it was told. */
export interface MealTold {
  payload: Record<string, unknown>;
  timestamp: string;
  /** Whether another time was chosen than the one to begin with. */
  timed: boolean;
}

/** A meal told by hand: its foods, or only how many calories it had; which meal, when, and a note. */
@Component({
  selector: 'praan-meal-form',
  imports: [
    Control,
    Field,
    MatButton,
    MealDetails,
    Notice,
    PlateEditor,
    ReactiveFormsModule,
    TranslocoDirective,
  ],
  template: `
    <form *transloco="let t" novalidate (submit)="submit($event)">
      @if (plain()) {
        <praan-field
          [label]="t('manual.calories')"
          [hint]="t('manual.calories_hint')"
          [errors]="{ any: t('manual.calories_invalid') }"
        >
          <input praanControl type="number" inputmode="numeric" min="0" [formControl]="calories" />
        </praan-field>
      } @else {
        <praan-plate-editor [(helpings)]="helpings" [recent]="recent()" />
        @if (nothing()) {
          <praan-notice>{{ t('manual.nothing') }}</praan-notice>
        }
      }
      <button type="button" class="switch" (click)="plain.set(!plain())">
        {{ t(plain() ? 'manual.by_foods' : 'manual.only_calories') }}
      </button>
      <praan-meal-details [member]="place().member" [program]="place().program" [before]="before()" />
      <div class="send">
        <button mat-flat-button type="submit" [attr.aria-busy]="busy()">
          {{ t(busy() ? 'manual.busy' : label()) }}
        </button>
        <ng-content />
      </div>
    </form>
  `,
  styleUrl: './meal-form.scss',
  host: { '(input)': 'hear($event)' },
})
export class MealForm {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly details = viewChild.required(MealDetails);

  readonly place = input.required<Place>();
  readonly busy = input(false);
  /** What was eaten lately. */
  readonly recent = input<readonly FoodOut[]>([]);
  readonly start = input<MealStart | null>(null);
  /** The key of the word on the button that sends. */
  readonly label = input('manual.submit');
  readonly told = output<MealTold>();

  protected readonly helpings = signal<readonly Helping[]>([]);
  /** The foods to begin with, while nobody has changed them. */
  private readonly begun = signal<readonly Helping[]>([]);
  /** Somebody has written a number or a note. */
  private readonly written = signal(false);
  /** Told by its calories alone. */
  protected readonly plain = signal(false);
  /** The meal was sent without a food on it. */
  protected readonly nothing = signal(false);
  protected readonly before = signal<{ meal?: string; timestamp?: string; note?: string }>({});
  protected readonly calories = new FormControl<number | null>(null, [
    Validators.required,
    Validators.min(0),
    Validators.max(MOST_KCAL),
  ]);

  constructor() {
    holdWhile(() => this.written() || !samePlate(itemsOf(this.helpings()), itemsOf(this.begun())));
    effect(() => {
      const start = this.start();
      if (start) untracked(() => this.begin(start));
    });
    effect(() => {
      if (this.helpings().length) this.nothing.set(false);
    });
  }

  private begin({ payload, helpings, timestamp }: MealStart): void {
    const calories: unknown = payload['calories'];
    const [meal, note] = [payload['meal'], payload['note']];
    this.helpings.set(helpings);
    this.begun.set(helpings);
    this.plain.set(!helpings.length && typeof calories === 'number');
    this.calories.setValue(typeof calories === 'number' ? Math.round(calories) : null);
    this.before.set({
      timestamp,
      // A meal that is had again is the one of this hour.
      meal: timestamp !== undefined && typeof meal === 'string' ? meal : undefined,
      note: typeof note === 'string' ? note : undefined,
    });
  }

  /** Words to search by and a choice of the hour are soon said again. */
  protected hear({ target }: Event): void {
    if (!(target as HTMLElement).matches('[role=combobox], [type=radio]')) this.written.set(true);
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const content = this.content();
    const said = content && this.details().said();
    if (!said || this.busy()) return;
    const { meal, note, timestamp, timed } = said;
    this.told.emit({ payload: { meal, ...content, ...(note && { note }) }, timestamp, timed });
  }

  private content(): Record<string, unknown> | undefined {
    if (!this.plain()) {
      this.nothing.set(!this.helpings().length);
      if (this.helpings().length) return { items: itemsOf(this.helpings()) };
      this.host.querySelector<HTMLElement>('[role=combobox]')?.focus();
      return undefined;
    }
    this.calories.markAsTouched();
    if (this.calories.valid) return { calories: this.calories.value };
    this.host.querySelector<HTMLElement>('input[type=number]')?.focus();
    return undefined;
  }
}
