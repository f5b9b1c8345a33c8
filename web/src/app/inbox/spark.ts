import { Component, computed, input } from '@angular/core';

import { ReadingOut } from '../api/models';

const WIDTH = 240;
const HEIGHT = 64;
const EDGE = 6;
/** Between readings that lie further apart there is no line: nobody knows what was there. */
const GAP_MS = 2 * 86_400_000;

/** One measurement of the line: those out of range have a shape of their own. */
export interface Dot {
  x: number;
  y: number;
  severity: ReadingOut['severity'];
  last: boolean;
}

/** A few readings in their time as a small line, two for a blood pressure. Words and a table stand beside it. */
@Component({
  selector: 'praan-spark',
  template: `
    <svg [attr.viewBox]="box" role="img" [attr.aria-label]="words()">
      @for (line of lines(); track $index) {
        @for (points of line.runs; track $index) {
          <polyline [attr.points]="points" />
        }
        @for (dot of line.dots; track $index) {
          @if (dot.severity === 'URGENT') {
            <path class="urgent" [attr.d]="triangle(dot)" />
          } @else if (dot.severity === 'WARN') {
            <path [attr.d]="diamond(dot)" />
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
    .urgent {
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

  protected triangle({ x, y, last }: Dot): string {
    const size = last ? 6 : 4.5;
    return `M${x} ${y - size}l${size} ${2 * size}h${-2 * size}z`;
  }
}

/** A line and its dots; it is drawn in several runs where it has gaps. */
export interface Line {
  runs: string[];
  dots: Dot[];
}

/** The lines of readings that come oldest first: by their time, all between the lowest and the highest value. */
export function sparkOf(readings: readonly ReadingOut[]): Line[] {
  const all = readings.flatMap(({ value, value2 }) => (value2 === null ? [value] : [value, value2]));
  const [lowest, highest] = [Math.min(...all), Math.max(...all)];
  const place = (value: number) => (highest === lowest ? 0.5 : 1 - (value - lowest) / (highest - lowest));
  const times = readings.map(({ at }) => Date.parse(at));
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const along = (time: number) => (last === first ? 0.5 : (time - first) / (last - first));
  const line = (of: (reading: ReadingOut) => number | null): Line => {
    const dots: Dot[] = [];
    const runs: string[][] = [];
    let before = -Infinity;
    readings.forEach((reading, index) => {
      const [value, time] = [of(reading), times[index] ?? 0];
      if (value === null) return;
      const x = Math.round(EDGE + along(time) * (WIDTH - 2 * EDGE));
      const y = Math.round(EDGE + place(value) * (HEIGHT - 2 * EDGE));
      dots.push({ x, y, severity: reading.severity, last: index === readings.length - 1 });
      if (time - before > GAP_MS) runs.push([]);
      runs.at(-1)?.push(`${x},${y}`);
      before = time;
    });
    return { runs: runs.filter(({ length }) => length > 1).map((run) => run.join(' ')), dots };
  };
  const lines = [line(({ value }) => value), line(({ value2 }) => value2)];
  return lines.filter(({ dots }) => dots.length);
}
