import { Component, computed, input, output } from '@angular/core';

import { Icon } from './icon';

/** A number with a step down and a step up beside it. An empty field is null. */
@Component({
  selector: 'praan-amount',
  imports: [Icon],
  template: `
    <button
      type="button"
      [attr.aria-label]="less()"
      [attr.aria-disabled]="lowest() || null"
      (click)="move(-1)"
    >
      <praan-icon name="minus" />
    </button>
    <input
      type="number"
      inputmode="decimal"
      [attr.aria-label]="label()"
      [attr.aria-invalid]="wrong() || null"
      [attr.aria-describedby]="describedBy()"
      [min]="min()"
      [max]="max()"
      step="any"
      [value]="value() ?? ''"
      (input)="type($event)"
    />
    <button
      type="button"
      [attr.aria-label]="more()"
      [attr.aria-disabled]="highest() || null"
      (click)="move(1)"
    >
      <praan-icon name="add" />
    </button>
  `,
  host: { '[class.wrong]': 'wrong()' },
  styles: `
    :host {
      display: inline-grid;
      grid-template-columns: var(--target) minmax(4.5rem, 6rem) var(--target);
      align-items: stretch;
      min-height: 3rem;
      border: 1.5px solid var(--line-strong);
      border-radius: var(--round-m);
      background: var(--paper);
    }
    :host(.wrong) {
      border-color: var(--rose);
    }
    :host(:focus-within) {
      border-color: var(--peacock);
    }
    button {
      display: grid;
      place-items: center;
      min-height: var(--target);
      padding: 0;
      border: 0;
      border-radius: var(--round-m);
      background: none;
      color: var(--peacock);
      cursor: pointer;
    }
    button:hover {
      background: var(--peacock-wash);
    }
    button[aria-disabled] {
      color: var(--ink-soft);
      opacity: 0.5;
    }
    input {
      width: 100%;
      min-width: 0;
      min-height: var(--target);
      padding: 0;
      border: 0;
      background: none;
      color: inherit;
      font: inherit;
      font-weight: 600;
      font-variant-numeric: tabular-nums;
      text-align: center;
      appearance: textfield;
    }
    input::-webkit-inner-spin-button {
      appearance: none;
    }
  `,
})
export class AmountField {
  readonly value = input.required<number | null>();
  readonly label = input.required<string>();
  readonly less = input.required<string>();
  readonly more = input.required<string>();
  readonly step = input(1);
  readonly min = input(1);
  readonly max = input(Number.MAX_SAFE_INTEGER);
  readonly wrong = input(false);
  readonly describedBy = input<string | null>(null);
  readonly changed = output<number | null>();

  protected readonly lowest = computed(() => stepped(this.value(), -1, this) === this.value());
  protected readonly highest = computed(() => stepped(this.value(), 1, this) === this.value());

  protected type(event: Event): void {
    const { value, valueAsNumber } = event.target as HTMLInputElement;
    this.changed.emit(value === '' || Number.isNaN(valueAsNumber) ? null : valueAsNumber);
  }

  protected move(by: 1 | -1): void {
    const next = stepped(this.value(), by, this);
    if (next !== this.value()) this.changed.emit(next);
  }
}

/** The next multiple of the step in a direction, inside the bounds. */
export function stepped(
  value: number | null,
  by: 1 | -1,
  { step, min, max }: { step: () => number; min: () => number; max: () => number },
): number {
  const from = value ?? min();
  const size = step();
  const next = by > 0 ? Math.floor(from / size + 1) * size : Math.ceil(from / size - 1) * size;
  return Math.min(max(), Math.max(min(), next));
}
