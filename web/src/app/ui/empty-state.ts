import { Component } from '@angular/core';

/** A picture, a sentence and one thing to do, for a page that has nothing to show yet. */
@Component({
  selector: 'praan-empty-state',
  template: `
    <div class="picture"><ng-content select="[picture]" /></div>
    <div class="words"><ng-content /></div>
    <div class="action"><ng-content select="[action]" /></div>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
      gap: var(--space-4);
      padding: var(--space-6) min(6vw, var(--space-6));
      border-radius: var(--round-l);
      background: var(--paper-raised);
      box-shadow: var(--shadow-soft);
      text-align: center;
    }
    .picture {
      width: min(100%, 22rem);
    }
    .words {
      max-width: 34rem;
    }
    .action {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: var(--space-3);
      padding-top: var(--space-2);
    }
    .action:empty {
      display: none;
    }
  `,
})
export class EmptyState {}
