import { Component } from '@angular/core';

/** Praan's mark: a flame that is also a leaf. The word stands beside it, so it says nothing itself. */
@Component({
  selector: 'praan-logo',
  template: `
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        class="leaf"
        d="M16 2.5c6.6 5.7 9.7 10.4 9.7 15.3A9.7 9.7 0 0 1 16 27.6a9.7 9.7 0 0 1-9.7-9.8C6.3 12.9 9.4 8.2 16 2.5z"
      />
      <path class="flame" d="M16 13c3 2.9 4.4 5.2 4.4 7.5a4.4 4.4 0 0 1-8.8 0c0-2.3 1.4-4.6 4.4-7.5z" />
      <path class="rest" d="M9 30h14" />
    </svg>
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    svg {
      width: 2em;
      height: 2em;
    }
    .leaf {
      fill: var(--peacock);
    }
    .flame {
      fill: var(--marigold);
    }
    .rest {
      stroke: var(--peacock);
      stroke-width: 2;
      stroke-linecap: round;
    }
  `,
})
export class Logo {}
