import { Component, effect, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Live, LiveState } from './live';

/** A cut that mends itself within this time is not worth a word. */
const GRACE_MS = 3_000;

/** A dot that says whether the page follows what happens. It speaks of trouble only when there is some. */
@Component({
  selector: 'praan-live-dot',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <span class="dot" aria-hidden="true"></span>
      <span class="word">{{ t('live.' + shown()) }}</span>
    </ng-container>
  `,
  host: { role: 'status', '[class]': 'shown()' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: var(--space-2);
      color: var(--ink-soft);
      font-size: var(--text-s);
      white-space: nowrap;
    }
    .dot {
      flex: none;
      width: 0.625rem;
      height: 0.625rem;
      border: 2px solid currentColor;
      border-radius: 50%;
    }
    :host(.live) .dot {
      border-color: var(--leaf);
      background: var(--leaf);
    }
    /* On narrow screens the dot alone says that all is well; trouble keeps its word. */
    @media (width < 40em) {
      :host(.live) .word {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
    @media (width < 30em) {
      :host {
        gap: var(--space-1);
      }
      .word {
        max-width: 22vw;
        overflow: hidden;
        text-overflow: ellipsis;
      }
    }
  `,
})
export class LiveDot {
  private readonly live = inject(Live);
  protected readonly shown = signal<LiveState>('live');

  constructor() {
    effect((onCleanup) => {
      const state = this.live.state();
      const wait = state === 'reconnecting' && this.shown() === 'live' ? GRACE_MS : 0;
      const timer = setTimeout(() => this.shown.set(state), wait);
      onCleanup(() => clearTimeout(timer));
    });
  }
}
