import {
  booleanAttribute,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core';
import { AbstractControl, FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';

import { Control, Field } from '../ui/field';
import { Translate } from './entry';
import { Figures } from './figures';
import { refuses } from './form-mistakes';
import { Preferences } from './preferences';
import { corrected, stepOf, unitOf, Value, valuesOf } from './vitals-values';

/**
 * The numbers of a reading, to be told or corrected: of `payload` those that it has. Ask `read()` for what they
 * say, and `told()` for what they say so far.
 */
@Component({
  selector: 'praan-vitals-form',
  imports: [Control, Field, ReactiveFormsModule, TranslocoDirective],
  template: `
    <div *transloco="let t" class="fields" [formGroup]="form()">
      @for (value of values(); track value.name) {
        <praan-field
          [label]="label(value, t)"
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
            [step]="step(value)"
            [attr.inputmode]="value.whole ? 'numeric' : 'decimal'"
            autocomplete="off"
            [formControlName]="value.name"
          />
        </praan-field>
      }
    </div>
  `,
  host: { '(input)': 'hear()', '[class.large]': 'large()' },
  styles: `
    .fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr));
      gap: var(--space-3);
    }
    :host(.large) .fields {
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 7rem), 1fr));
    }
    :host(.large) input {
      padding-block: var(--space-2);
      font-size: 2rem;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class VitalsForm {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly preferences = inject(Preferences);

  readonly payload = input.required<Record<string, unknown>>();
  /** For who tells it standing, with one thumb: figures that are read from afar. */
  readonly large = input(false, { transform: booleanAttribute });
  /** Whether somebody has typed something here. */
  readonly dirty = signal(false);
  private readonly heard = signal(0);

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

  /** What the numbers say so far, whether it can be or not; those not typed yet are left out. */
  readonly told = computed(() => {
    this.heard();
    return corrected(this.payload(), this.form().getRawValue());
  });

  /** The reading as it is told now; undefined after showing what is wrong, with the cursor there. */
  read(): Record<string, unknown> | undefined {
    for (const control of Object.values(this.form().controls)) control.updateValueAndValidity();
    if (refuses(this.form(), this.host)) return undefined;
    return corrected(this.payload(), this.form().getRawValue());
  }

  /** Puts the cursor into the first of the numbers. */
  focus(): void {
    this.host.querySelector('input')?.focus();
  }

  protected hear(): void {
    this.dirty.set(true);
    this.heard.update((times) => times + 1);
  }

  /** What only has a value is called by its kind. */
  protected label({ name }: Value, t: Translate): string {
    return t(name === 'value' ? `reading.${String(this.payload()['kind'])}` : `detail.value.${name}`);
  }

  /** So much an arrow key moves the number; any other may be typed. */
  protected step(value: Value): number {
    return stepOf(this.payload(), value);
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
