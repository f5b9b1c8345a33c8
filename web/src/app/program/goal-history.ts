import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { ConfigVersion, ProgramOut } from '../api/models';
import { shortDay } from '../core/day';
import { Translate } from '../core/entry';
import { Preferences } from '../core/preferences';
import { GoalWords } from './goals';

/** What is asked for now, and since when: each version says only what it changed. */
@Component({
  selector: 'praan-goal-history',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @let words = wordsIn(t);
      @if (now(); as version) {
        <dl>
          @for (line of words.linesOf(version); track line.name) {
            <div>
              <dt>{{ t('onboarding.goal.' + line.name) }}</dt>
              <dd>{{ line.words }}</dd>
            </div>
          } @empty {
            <p>{{ t('program.no_goals') }}</p>
          }
        </dl>
      }
      <h3>{{ t('program.history') }}</h3>
      <ol>
        @let changes = words.changesOf(program(), versions());
        @for (change of changes; track change.from) {
          <li>
            <strong>{{ t('program.from', { date: date(change.from) }) }}</strong>
            <span>{{ t('program.changed.' + change.kind) }}</span>
            <ul>
              <!-- The only goals there ever were stand above. -->
              @for (line of changes.length > 1 ? change.lines : []; track line.name) {
                <li>{{ t('onboarding.goal.' + line.name) }}: {{ line.words }}</li>
              }
              @for (name of change.gone; track name) {
                <li>{{ t('program.gone', { goal: t('onboarding.goal.' + name) }) }}</li>
              }
            </ul>
          </li>
        }
      </ol>
    </ng-container>
  `,
  styleUrl: './goal-history.scss',
})
export class GoalHistory {
  private readonly language = inject(Preferences).language;

  readonly program = input.required<ProgramOut>();
  /** Those that hold last first. */
  readonly versions = input.required<readonly ConfigVersion[]>();
  readonly today = input.required<string>();

  /** The version in force today; before the start, the one that it will start with. */
  protected readonly now = computed(() => {
    const { start_date } = this.program();
    const day = this.today() < start_date ? start_date : this.today();
    return this.versions().find((version) => version.effective_from <= day);
  });

  protected wordsIn(t: Translate): GoalWords {
    return new GoalWords(this.language(), t);
  }

  protected date(day: string): string {
    return shortDay(day, this.language());
  }
}
