import { Component, computed, input } from '@angular/core';

let made = 0;

/** How far something has come against a band it should land in. The words beside it say it all. */
@Component({
  selector: 'praan-band-bar',
  template: `
    <svg width="100%" height="16" aria-hidden="true" focusable="false">
      <defs>
        <pattern [attr.id]="hatch" width="6" height="6" patternUnits="userSpaceOnUse">
          <path class="hatch" d="M-1 7 7 -1M-1 1 1 -1M5 7 7 5" />
        </pattern>
      </defs>
      <rect class="way" width="100%" y="4" height="8" rx="4" />
      @let at = places();
      <rect class="band" [attr.x]="at.low" [attr.width]="at.wide" y="4" height="8" rx="4" />
      <rect class="done" [attr.width]="at.done" y="4" height="8" rx="4" />
      @if (at.guess) {
        <rect class="guess" [attr.x]="at.sure" [attr.width]="at.guess" y="4" height="8" rx="4" />
        <rect [attr.x]="at.sure" [attr.width]="at.guess" y="4" height="8" rx="4" [attr.fill]="fill" />
      }
      <rect class="edge" [attr.x]="at.low" y="0" width="2" height="16" rx="1" />
    </svg>
  `,
  styles: `
    :host {
      display: block;
      print-color-adjust: exact;
    }
    svg {
      display: block;
      overflow: hidden;
    }
    .way {
      fill: var(--line);
    }
    .band {
      fill: var(--peacock);
      opacity: 0.35;
    }
    .edge {
      fill: var(--peacock);
    }
    .done {
      fill: var(--chart-food);
    }
    .guess {
      fill: var(--paper-raised);
      stroke: var(--chart-food);
    }
    .hatch {
      fill: none;
      stroke: var(--chart-food);
      stroke-width: 1.6;
    }
  `,
})
export class BandBar {
  readonly value = input.required<number>();
  /** The part of the value that is an estimate; it is hatched. */
  readonly estimate = input(0);
  /** The band; an end that is missing is open. */
  readonly min = input<number>();
  readonly max = input<number>();

  protected readonly hatch = `hatch-${++made}`;
  protected readonly fill = `url(#${this.hatch})`;
  protected readonly places = computed(() => {
    const [value, min, max] = [this.value(), this.min() ?? 0, this.max()];
    // The band lies at the same place whatever was done, until more than that is done.
    const end = Math.max((max ?? min * 1.15) * 1.12, value * 1.02, 1);
    const share = (amount: number) => `${((amount / end) * 100).toFixed(2)}%`;
    const sure = Math.max(0, value - this.estimate());
    return {
      low: share(min),
      wide: share((max ?? end) - min),
      done: share(sure),
      sure: share(sure),
      guess: this.estimate() > 0 ? share(value - sure) : '',
    };
  });
}
