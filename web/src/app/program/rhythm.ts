import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ProgramOut } from '../api/models';
import { Ask } from '../core/ask';
import { shortDay } from '../core/day';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { Programs } from '../core/programs';
import { Toasts } from '../core/toasts';
import { Notice } from '../ui/notice';

type Status = ProgramOut['status'];
const DEEDS = { ACTIVE: 'resume', PAUSED: 'pause', COMPLETED: 'complete' } as const satisfies Record<
  Status,
  string
>;

/** The ways to let the ninety days rest, to go on, and to end them. For who may write. */
@Component({
  selector: 'praan-rhythm',
  imports: [MatButton, Notice, RouterLink, TranslocoDirective],
  template: `
    <section class="card" *transloco="let t" aria-labelledby="rhythm">
      <h2 id="rhythm" tabindex="-1">{{ t('program.rhythm') }}</h2>
      @if (failure(); as failed) {
        <praan-notice>{{ t(sentence(), { wait: failed.wait ?? 60 }) }}</praan-notice>
      }
      @if (program().status === 'COMPLETED') {
        <p>{{ t('program.over') }}</p>
        <div>
          <a matButton="filled" [routerLink]="['/onboarding', member().id, 'program']">{{
            t('today.again')
          }}</a>
        </div>
      } @else {
        <p>{{ t(resting() ? 'today.paused' : 'program.rest_lead', { date: end() }) }}</p>
        <div>
          <!-- One button for both ways, so that the focus stays where it was. -->
          <button
            matButton="outlined"
            type="button"
            [attr.aria-busy]="busy()"
            (click)="turn(resting() ? 'ACTIVE' : 'PAUSED')"
          >
            {{ t(resting() ? 'today.resume' : 'program.pause') }}
          </button>
          <button matButton type="button" (click)="turn('COMPLETED')">{{ t('program.complete') }}</button>
        </div>
      }
    </section>
  `,
  styleUrl: './rhythm.scss',
})
export class Rhythm {
  private readonly programs = inject(Programs);
  private readonly ask = inject(Ask);
  private readonly toasts = inject(Toasts);
  private readonly language = inject(Preferences).language;
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly member = input.required<MemberOut>();
  readonly program = input.required<ProgramOut>();
  readonly changed = output<ProgramOut>();

  protected readonly resting = computed(() => this.program().status === 'PAUSED');
  protected readonly end = computed(() => shortDay(this.program().end_date, this.language()));
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);
  private readonly wanted = signal<Status>('ACTIVE');
  /** Only a title in use is in the way of going on; only somebody else's ending of anything else. */
  protected readonly sentence = computed(() => {
    const cause = this.failure()?.cause ?? 'broken';
    return cause === 'conflict' && this.wanted() === 'ACTIVE' ? 'program.title_taken' : `failure.${cause}`;
  });

  protected async turn(status: Status): Promise<void> {
    if (this.busy()) return;
    const deed = DEEDS[status];
    const sure = await this.ask.question({
      title: `program.sure.${deed}`,
      text: `program.sure.${deed}_text`,
      yes: `program.sure.${deed}_yes`,
      no: status === 'ACTIVE' ? 'program.sure.rest_on' : 'program.sure.go_on',
      params: { date: this.end() },
    });
    if (!sure) return;
    const before = this.program().status;
    if (!(await this.set(status))) return;
    const undo = async () => {
      this.changed.emit(await this.programs.set(this.program().id, before));
    };
    // What is complete stays so.
    const way = status === 'COMPLETED' ? undefined : { key: 'toast.undo', run: undo };
    this.toasts.show(`program.done.${deed}`, {}, way);
    // The buttons are gone with the program.
    if (!way) afterNextRender(() => this.host.querySelector('h2')?.focus(), { injector: this.injector });
  }

  private async set(status: Status): Promise<boolean> {
    this.busy.set(true);
    this.failure.set(null);
    this.wanted.set(status);
    try {
      this.changed.emit(await this.programs.set(this.program().id, status));
      return true;
    } catch (error) {
      this.failure.set(explain(error));
      return false;
    } finally {
      this.busy.set(false);
    }
  }
}
