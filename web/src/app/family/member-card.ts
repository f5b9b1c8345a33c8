import { Component, computed, inject, input, OnInit, resource } from '@angular/core';
import { DestroyRef } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut } from '../api/models';
import { yearsBetween } from '../core/calendar';
import { inWords, todayIn } from '../core/day';
import { Diary } from '../core/diary';
import { Figures } from '../core/figures';
import { Live } from '../core/live';
import { Preferences } from '../core/preferences';
import { Programs } from '../core/programs';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';

/** One person: who, how far, how today goes, and what the visitor may do for them. */
@Component({
  selector: 'praan-member-card',
  imports: [Avatar, Icon, MatButton, RouterLink, TranslocoDirective],
  templateUrl: './member-card.html',
  styleUrl: './member-card.scss',
  host: { class: 'card', 'data-card': '' },
})
export class MemberCard implements OnInit {
  private readonly programs = inject(Programs);
  private readonly diary = inject(Diary);
  private readonly live = inject(Live);
  private readonly destroyed = inject(DestroyRef);
  private readonly language = inject(Preferences).language;

  readonly member = input.required<MemberOut>();

  private readonly memberId = computed(() => this.member().id);
  protected readonly program = resource({
    params: () => this.memberId(),
    loader: async ({ params: memberId }) => (await this.programs.current(memberId)) ?? null,
  });
  /** How the ninety days stand: a day is told of those that run. */
  protected readonly standing = computed<'none' | 'ahead' | 'running' | 'paused' | 'finished'>(() => {
    const program = this.program.hasValue() ? this.program.value() : null;
    if (!program) return 'none';
    if (program.status === 'PAUSED') return 'paused';
    const today = todayIn(this.member().time_zone);
    if (program.status === 'COMPLETED' || today > program.end_date) return 'finished';
    return program.day === 0 ? 'ahead' : 'running';
  });
  private readonly programId = computed(() =>
    this.standing() === 'running' ? this.program.value()?.id : undefined,
  );
  protected readonly score = resource({
    params: () => this.programId(),
    loader: ({ params: programId }) => this.diary.score(programId),
  });

  protected readonly writes = computed(() => this.member().role !== 'READ_ONLY');
  protected readonly age = computed(() => {
    const { dob, time_zone } = this.member();
    const years = yearsBetween(dob, todayIn(time_zone));
    return years > 0 ? new Figures(this.language()).years(years) : '';
  });

  /** Looks again when something happened to the person, here or elsewhere. */
  ngOnInit(): void {
    const again = () => {
      this.program.reload();
      this.score.reload();
    };
    this.live.on(this.memberId(), again, this.destroyed);
  }

  protected number(value: number): string {
    return new Figures(this.language()).number(value, 1);
  }

  protected day(date: string): string {
    return inWords(date, this.language());
  }
}
