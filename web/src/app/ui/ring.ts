import { Component, computed, input } from '@angular/core';

/** A piece of the ring: its share of the way round, and how much of that is done (0-1). */
export interface RingArc {
  tone: 'food' | 'move' | 'reading' | 'whole';
  share: number;
  filled: number;
  /** Drawn in dashes: not certain yet. */
  estimate: boolean;
}

const RADIUS = 42;
const WIDTH = 9;
/** A full turn has no beginning: an arc ends just before. */
const MOST = 0.9999;
/** The way between two arcs: their round ends, and air. */
const GAP = (WIDTH + 4) / (2 * Math.PI * RADIUS);

/** A ring of arcs around a figure. `words` say for a screen reader what it shows. */
@Component({
  selector: 'praan-ring',
  template: `
    <svg viewBox="0 0 100 100" role="img" focusable="false" [attr.aria-label]="words()">
      @if (!paths().length) {
        <circle class="empty" cx="50" cy="50" r="42" />
      }
      @for (path of paths(); track path.tone) {
        <g [class]="path.tone">
          <path class="way" [attr.d]="path.way" />
          @if (path.done) {
            <path class="done" [class.estimate]="path.estimate" [attr.d]="path.done" />
            @if (path.estimate) {
              <path class="dashes" [attr.d]="path.done" />
            }
          }
        </g>
      }
    </svg>
    <div class="figure" aria-hidden="true"><ng-content /></div>
  `,
  styleUrl: './ring.scss',
})
export class Ring {
  readonly arcs = input.required<readonly RingArc[]>();
  readonly words = input.required<string>();

  protected readonly paths = computed(() => {
    const arcs = this.arcs();
    const gap = arcs.length > 1 ? GAP : 0;
    let start = 0;
    return arcs.map((arc) => {
      const from = start + gap / 2;
      const length = Math.max(0.001, Math.min(MOST, arc.share - gap));
      start += arc.share;
      return {
        tone: arc.tone,
        estimate: arc.estimate,
        way: path(from, length),
        done: arc.filled > 0 ? path(from, Math.max(0.001, length * Math.min(1, arc.filled))) : '',
      };
    });
  });
}

/** An arc of the ring from a share of the way round, clockwise from the top. */
export function path(from: number, length: number): string {
  const [start, end] = [point(from), point(from + length)];
  return `M${start}A${RADIUS} ${RADIUS} 0 ${length > 0.5 ? 1 : 0} 1 ${end}`;
}

function point(turn: number): string {
  const angle = 2 * Math.PI * turn;
  return `${(50 + RADIUS * Math.sin(angle)).toFixed(3)} ${(50 - RADIUS * Math.cos(angle)).toFixed(3)}`;
}
