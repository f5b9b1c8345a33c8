import { booleanAttribute, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ProgramOut } from '../api/models';
import { Figures } from './figures';
import { Preferences } from './preferences';

const DAYS = 90;

/** How far the ninety days have come, in their three phases. */
@Component({
  selector: 'praan-program-way',
  imports: [RouterLink, TranslocoDirective],
  template: `
    <section *transloco="let t" [attr.aria-label]="t('today.program_title')">
      <p>
        @if (leads()) {
          <a [routerLink]="['/m', program().member_id, 'program']">{{ t('today.day', { day: day() }) }}</a>
        } @else {
          <strong>{{ t('today.day', { day: day() }) }}</strong>
        }
        <span class="phase">{{ t('phase.' + program().phase) }}</span>
      </p>
      <div class="way" aria-hidden="true">
        @for (part of parts(); track $index) {
          <svg width="100%" height="8" focusable="false">
            <rect class="ahead" width="100%" height="8" rx="4" />
            <rect class="walked" [attr.width]="part" height="8" rx="4" />
          </svg>
        }
      </div>
    </section>
  `,
  styles: `
    section {
      display: grid;
      gap: var(--space-2);
    }
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-2) var(--space-3);
    }
    a {
      display: inline-flex;
      align-items: center;
      min-height: var(--target);
      color: inherit;
    }
    a,
    strong {
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    .phase {
      padding: 0 var(--space-3);
      border-radius: 999px;
      background: var(--marigold-wash);
      color: var(--on-marigold-wash);
      font-size: var(--text-s);
      font-weight: 550;
    }
    .way {
      display: grid;
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: var(--space-1);
    }
    svg {
      display: block;
    }
    .ahead {
      fill: var(--line);
    }
    .walked {
      fill: var(--peacock);
    }
  `,
})
export class ProgramWay {
  private readonly preferences = inject(Preferences);

  readonly program = input.required<ProgramOut>();
  /** The day is a link to the program's own page. */
  readonly leads = input(false, { transform: booleanAttribute });

  protected readonly day = computed(() =>
    new Figures(this.preferences.language()).number(this.program().day),
  );
  /** How much of each phase has been walked. */
  protected readonly parts = computed(() =>
    [0, 1, 2].map((phase) => {
      const length = DAYS / 3;
      const walked = Math.min(length, Math.max(0, this.program().day - phase * length));
      return `${(walked / length) * 100}%`;
    }),
  );
}
