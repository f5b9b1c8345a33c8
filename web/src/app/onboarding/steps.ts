import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';

const STEPS = ['person', 'program', 'goals'] as const;

/** Where on the way the visitor is. */
@Component({
  selector: 'praan-steps',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <p>{{ t('onboarding.step', { at: at(), of: steps.length }) }}</p>
      <ol>
        @for (step of steps; track step; let index = $index) {
          <li [class.done]="index + 1 < at()" [attr.aria-current]="index + 1 === at() ? 'step' : null">
            @if (index + 1 < at()) {
              <praan-icon name="check" />
              <span class="unseen">{{ t('onboarding.done') }}</span>
            }
            {{ t('onboarding.steps.' + step) }}
          </li>
        }
      </ol>
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: var(--space-2);
    }
    p {
      color: var(--ink-soft);
      font-size: var(--text-s);
      font-weight: 550;
    }
    ol {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: var(--space-2);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-1);
      padding-top: var(--space-2);
      border-top: 4px solid var(--line);
      color: var(--ink-soft);
      font-size: var(--text-s);
      overflow-wrap: anywhere;
    }
    li.done {
      border-color: var(--peacock);
    }
    li[aria-current] {
      border-color: var(--marigold);
      color: var(--ink);
      font-weight: 650;
    }
  `,
})
export class Steps {
  readonly at = input.required<number>();
  protected readonly steps = STEPS;
}
