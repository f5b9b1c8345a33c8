import { Component, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut } from '../api/models';
import { yearsBetween } from '../core/calendar';
import { todayIn } from '../core/day';
import { Family } from '../core/family';
import { explain, inWords } from '../core/problem';
import { Toasts } from '../core/toasts';

const OF_AGE = 18;

/** Who takes part in the family's board: a switch for each, which holds for everybody at once. */
@Component({
  selector: 'praan-taking-part',
  imports: [TranslocoDirective],
  template: `
    <section *transloco="let t" class="card" aria-labelledby="taking-part">
      <h2 id="taking-part">{{ t('board.who.heading') }}</h2>
      <p class="soft">{{ t('board.who.text') }}</p>
      <ul>
        @for (member of members(); track member.id) {
          <li>
            <label [attr.for]="'part-' + member.id">
              <strong>{{ member.name }}</strong>
              @if (hint(member); as words) {
                <span [id]="'why-' + member.id">{{ t('board.who.' + words) }}</span>
              }
            </label>
            <input
              type="checkbox"
              role="switch"
              [id]="'part-' + member.id"
              [attr.aria-describedby]="hint(member) ? 'why-' + member.id : null"
              [checked]="member.leaderboard"
              (change)="choose(member, $event)"
            />
          </li>
        }
      </ul>
    </section>
  `,
  styleUrl: './taking-part.scss',
})
export class TakingPart {
  private readonly family = inject(Family);
  private readonly toasts = inject(Toasts);

  readonly members = input.required<readonly MemberOut[]>();
  /** Who has a place in the week that is shown. */
  readonly listed = input.required<readonly number[]>();
  readonly changed = output();

  private readonly busy = signal<readonly number[]>([]);

  /** What is worth saying beside a switch. */
  protected hint(member: MemberOut): 'child' | 'nothing_due' | undefined {
    if (!member.leaderboard) {
      const years = yearsBetween(member.dob, todayIn(member.time_zone));
      return years < OF_AGE ? 'child' : undefined;
    }
    // What was just chosen is not on the board yet.
    const waits = this.busy().includes(member.id) || this.listed().includes(member.id);
    return waits ? undefined : 'nothing_due';
  }

  protected async choose(member: MemberOut, event: Event): Promise<void> {
    const box = event.target as HTMLInputElement;
    const leaderboard = box.checked;
    this.busy.update((busy) => [...busy, member.id]);
    try {
      await this.family.update(member.id, { leaderboard });
      this.toasts.show(leaderboard ? 'board.who.joined' : 'board.who.left', { name: member.name });
      this.changed.emit();
    } catch (error) {
      box.checked = !leaderboard;
      this.toasts.show(...inWords(explain(error)));
    } finally {
      this.busy.update((busy) => busy.filter((id) => id !== member.id));
    }
  }
}
