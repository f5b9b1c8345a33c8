import { Component, computed, input } from '@angular/core';

import { ReadingOut } from '../api/models';

const WIDTH = 240;
const HEIGHT = 64;
const EDGE = 6;

/** One measurement of the line: those out of range have a shape of their own. */
export interface Dot {
  x: number;
  y: number;
  severity: ReadingOut['severity'];
  last: boolean;
}

/** A few readings in their order as a small line, two for a blood pressure. Words and a table stand beside it. */
@Component({
  selector: 'praan-spark',
  template: `
    <svg [attr.viewBox]="box" role="img" [attr.aria-label]="words()">
      @for (line of lines(); track $index) {
        <polyline [attr.points]="line.points" />
        @for (dot of line.dots; track $index) {
          @if (dot.severity === 'URGENT' || dot.severity === 'WARN') {
            <path [attr.class]="dot.severity" [attr.d]="diamond(dot)" />
          } @else {
            <circle [attr.cx]="dot.x" [attr.cy]="dot.y" [attr.r]="dot.last ? 4 : 2.5" />
          }
        }
      }
    </svg>
  `,
  styles: `
    :host {
      display: block;
    }
    svg {
      display: block;
      width: 100%;
      max-width: 20rem;
    }
    polyline {
      fill: none;
      stroke: var(--line-strong);
      stroke-width: 1.5;
      stroke-linejoin: round;
    }
    circle {
      fill: var(--peacock);
    }
    path {
      fill: var(--chart-food);
    }
    .URGENT {
      fill: var(--rose);
    }
  `,
})
export class Spark {
  readonly readings = input.required<readonly ReadingOut[]>();
  readonly words = input.required<string>();

  protected readonly box = `0 0 ${WIDTH} ${HEIGHT}`;
  protected readonly lines = computed(() => sparkOf(this.readings()));

  protected diamond({ x, y, last }: Dot): string {
    const size = last ? 6 : 4;
    return `M${x} ${y - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z`;
  }
}

/** The lines of readings that come oldest first: evenly side by side, all between the lowest and the highest value. */
export function sparkOf(readings: readonly ReadingOut[]): { points: string; dots: Dot[] }[] {
  const all = readings.flatMap(({ value, value2 }) => (value2 === null ? [value] : [value, value2]));
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const place = (value: number) => (highest === lowest ? 0.5 : 1 - (value - lowest) / (highest - lowest));
  const along = (at: number) => (readings.length < 2 ? 0.5 : at / (readings.length - 1));
  const line = (of: (reading: ReadingOut) => number | null) => {
    const dots = readings.flatMap((reading, at): Dot[] => {
      const value = of(reading);
      if (value === null) return [];
      return [
        {
          x: Math.round(EDGE + along(at) * (WIDTH - 2 * EDGE)),
          y: Math.round(EDGE + place(value) * (HEIGHT - 2 * EDGE)),
          severity: reading.severity,
          last: at === readings.length - 1,
        },
      ];
    });
    return { points: dots.map(({ x, y }) => `${x},${y}`).join(' '), dots };
  };
  const lines = [line(({ value }) => value), line(({ value2 }) => value2)];
  return lines.filter(({ dots }) => dots.length);
}
