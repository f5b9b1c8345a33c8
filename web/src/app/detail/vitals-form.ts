import { Component, computed, ElementRef, inject, input, linkedSignal, signal } from '@angular/core';
import { AbstractControl, FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';

import { Figures } from '../core/figures';
import { refuses } from '../core/form-mistakes';
import { Preferences } from '../core/preferences';
import { Control, Field } from '../ui/field';
import { corrected, unitOf, Value, valuesOf } from './vitals-values';

/** The numbers of a reading, to be corrected. Ask `read()` for what they say. */
@Component({
  selector: 'praan-vitals-form',
  imports: [Control, Field, ReactiveFormsModule, TranslocoDirective],
  template: `
    <div *transloco="let t" class="fields" [formGroup]="form()">
      @for (value of values(); track value.name) {
        <praan-field
          [label]="t('detail.value.' + value.name)"
          [hint]="unit(value)"
          [errors]="{
            swapped: t('detail.swapped'),
            any: t('detail.value_invalid', {
              lowest: figures().number(value.lowest, 1),
              highest: figures().number(value.highest),
            }),
          }"
        >
          <input
            praanControl
            type="number"
            inputmode="decimal"
            [step]="value.whole ? 1 : 'any'"
            [formControlName]="value.name"
          />
        </praan-field>
      }
    </div>
  `,
  host: { '(input)': 'dirty.set(true)' },
  styles: `
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr));
      gap: var(--space-3);
    }
  `,
})
export class VitalsForm {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly preferences = inject(Preferences);

  readonly payload = input.required<Record<string, unknown>>();
  /** Whether somebody has typed something here. */
  readonly dirty = signal(false);

  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly values = computed(() => valuesOf(this.payload()));
  protected readonly form = linkedSignal(() => {
    const payload = this.payload();
    return new FormGroup<Record<string, FormControl<number | null>>>(
      Object.fromEntries(
        this.values().map((value) => {
          const was: unknown = payload[value.name];
          return [
            value.name,
            new FormControl(typeof was === 'number' ? was : null, (each) => mistakeIn(each, value)),
          ];
        }),
      ),
    );
  });

  /** The reading as it is told now; undefined after showing what is wrong, with the cursor there. */
  read(): Record<string, unknown> | undefined {
    for (const control of Object.values(this.form().controls)) control.updateValueAndValidity();
    if (refuses(this.form(), this.host)) return undefined;
    return corrected(this.payload(), this.form().getRawValue());
  }

  protected unit(value: Value): string {
    return unitOf(this.payload(), value);
  }
}

function mistakeIn(control: AbstractControl<number | null>, value: Value): Record<string, true> | null {
  const number = control.value;
  if (number === null) return value.optional ? null : { required: true };
  if (number < value.lowest || number > value.highest) return { range: true };
  if (value.whole && !Number.isInteger(number)) return { whole: true };
  const systolic: unknown = control.parent?.get('systolic')?.value;
  return value.name === 'diastolic' && typeof systolic === 'number' && number >= systolic
    ? { swapped: true }
    : null;
}
