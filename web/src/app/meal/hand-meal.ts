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
import { MealDetails } from '../core/meal-details';
import { Place } from '../core/place';
import { Helping, itemsOf } from '../core/plate';
import { PlateEditor } from '../core/plate-editor';
import { RecentMeal } from '../core/recent-meals';
import { Control, Field } from '../ui/field';
import { Notice } from '../ui/notice';
import type { Told } from './log-meal';

const MOST_KCAL = 10_000;

/** A meal told by hand: its foods, or only how many calories it had. */
@Component({
  selector: 'praan-hand-meal',
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
    <form *transloco="let t" class="card" novalidate (submit)="submit($event)">
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
      <button mat-flat-button type="submit" [attr.aria-busy]="busy()">
        {{ t(busy() ? 'capture.busy' : 'capture.submit') }}
      </button>
    </form>
  `,
  styleUrl: './meal-form.scss',
})
export class HandMeal {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly details = viewChild.required(MealDetails);

  readonly place = input.required<Place>();
  readonly busy = input(false);
  readonly recent = input<readonly FoodOut[]>([]);
  /** A meal of before to begin with. */
  readonly start = input<RecentMeal | null>(null);
  readonly told = output<Told>();

  protected readonly helpings = signal<readonly Helping[]>([]);
  protected readonly plain = signal(false);
  /** The meal was sent without a food on it. */
  protected readonly nothing = signal(false);
  protected readonly before = signal<{ note?: string }>({});
  protected readonly calories = new FormControl<number | null>(null, [
    Validators.required,
    Validators.min(0),
    Validators.max(MOST_KCAL),
  ]);

  constructor() {
    effect(() => {
      const start = this.start();
      if (!start) return;
      untracked(() => {
        const { calories, note }: { calories?: unknown; note?: unknown } = start.log.payload;
        this.helpings.set(start.helpings);
        this.plain.set(!start.helpings.length);
        this.calories.setValue(typeof calories === 'number' ? calories : null);
        this.before.set(typeof note === 'string' ? { note } : {});
      });
    });
    effect(() => {
      if (this.helpings().length) this.nothing.set(false);
    });
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const content = this.content();
    const said = content && this.details().said();
    if (!said) return;
    const { meal, note, timestamp } = said;
    this.told.emit({ payload: { meal, ...content, ...(note && { note }) }, timestamp });
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
