import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, PersonAtAGlance } from '../api/models';
import { ago } from '../core/ago';
import { yearsBetween } from '../core/calendar';
import { inWords, todayIn } from '../core/day';
import { Figures, localeOf } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { Ring, RingArc } from '../ui/ring';
import { Need } from './attention';

/** One person: who, how far, how today goes, what waits, and what the visitor may do for them. */
@Component({
  selector: 'praan-member-card',
  imports: [Avatar, Icon, MatButton, Ring, RouterLink, TranslocoDirective],
  templateUrl: './member-card.html',
  styleUrl: './member-card.scss',
  host: { class: 'card', 'data-card': '' },
})
export class MemberCard {
  private readonly language = inject(Preferences).language;

  readonly member = input.required<MemberOut>();
  /** How they are; undefined until it is known. */
  readonly person = input<PersonAtAGlance>();
  readonly need = input<Need>('none');
  /** It could not be read. */
  readonly unread = input(false);

  private readonly figures = computed(() => new Figures(this.language()));
  protected readonly program = computed(() => this.person()?.program ?? null);
  /** How the ninety days stand: a day is told of those that run. */
  protected readonly standing = computed<'none' | 'ahead' | 'running' | 'paused' | 'finished'>(() => {
    const program = this.program();
    if (!program) return 'none';
    if (program.status === 'PAUSED') return 'paused';
    const today = todayIn(this.member().time_zone);
    if (program.status === 'COMPLETED' || today > program.end_date) return 'finished';
    return program.day === 0 ? 'ahead' : 'running';
  });
  /** Today's score, where something is due. */
  protected readonly score = computed(() => {
    const today = this.standing() === 'running' ? this.person()?.today : null;
    if (!today || today.total_score === null) return undefined;
    const whole: RingArc = {
      tone: 'whole',
      share: 1,
      filled: today.total_score / 100,
      estimate: today.provisional,
    };
    return { arcs: [whole], figure: this.figures().number(today.total_score) };
  });
  /** What is behind the sign of an alert, or undefined without one. */
  protected readonly alert = computed(() => {
    const need = this.need();
    return need === 'urgent' || need === 'warn' ? need : undefined;
  });
  protected readonly unlogged = computed(
    () => this.standing() === 'running' && this.score() !== undefined && !this.person()?.today?.logs,
  );
  protected readonly lastLog = computed(() => {
    const at = this.person()?.last_log_at;
    return at ? ago(at, new Date(), localeOf(this.language())) : '';
  });

  protected readonly writes = computed(() => this.member().role !== 'READ_ONLY');
  protected readonly age = computed(() => {
    const { dob, time_zone } = this.member();
    const years = yearsBetween(dob, todayIn(time_zone));
    return years > 0 ? this.figures().years(years) : '';
  });

  protected number(value: number): string {
    return this.figures().number(value);
  }

  protected day(date: string): string {
    return inWords(date, this.language());
  }
}
