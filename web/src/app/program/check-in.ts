import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  signal,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { CheckInOut } from '../api/models';
import { Translate } from '../core/entry';
import { explain, Failure } from '../core/problem';
import { Toasts } from '../core/toasts';
import { holdWhile } from '../core/unsaved';
import { Choice, Option } from '../ui/choice';
import { Control, Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Course } from './course';

const EFFORTS = ['1', '2', '3', '4', '5'] as const;
type Effort = (typeof EFFORTS)[number];
/** From here on it is said that less is fine. */
const MUCH = 4;

/** One kind question, and its answer, which may be given anew. Who may only look sees answers alone. */
@Component({
  selector: 'praan-check-in',
  imports: [Choice, Control, Field, MatButton, Notice, ReactiveFormsModule, TranslocoDirective],
  templateUrl: './check-in.html',
  styleUrl: './check-in.scss',
})
export class CheckIn {
  private readonly course = inject(Course);
  private readonly toasts = inject(Toasts);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly asked = input.required<CheckInOut>();
  readonly mayWrite = input.required<boolean>();
  readonly answered = output<CheckInOut>();

  /** What the server has. Looked at again unchanged, it leaves what is being written as it is. */
  protected readonly known = linkedSignal(() => this.asked(), {
    equal: (one, other) => one.id === other.id && one.answered_at === other.answered_at,
  });
  protected readonly open = linkedSignal(() => this.mayWrite() && this.known().answered_at === null);
  protected readonly effort = linkedSignal<Effort | undefined>(() => EFFORTS[(this.known().effort ?? 0) - 1]);
  protected readonly note = inject(NonNullableFormBuilder).control('', Validators.maxLength(2_000));
  private readonly typed = signal(false);
  protected readonly busy = signal(false);
  protected readonly missing = signal(false);
  protected readonly failure = signal<Failure | null>(null);
  protected readonly much = computed(() => (this.known().effort ?? 0) >= MUCH);

  constructor() {
    effect(() => this.note.reset(this.known().note ?? ''));
    this.note.events.pipe(takeUntilDestroyed()).subscribe(() => this.typed.set(this.note.dirty));
    holdWhile(this.typed);
  }

  protected options(t: Translate): Option<Effort>[] {
    return EFFORTS.map((value) => ({ value, word: t(`program.effort.${value}`) }));
  }

  protected choose(effort: Effort): void {
    this.effort.set(effort);
    this.missing.set(false);
  }

  protected change(): void {
    this.open.set(true);
    this.focus('input');
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    const effort = this.effort();
    this.missing.set(!effort);
    if (!effort) this.focus('input');
    this.note.markAsTouched();
    if (!effort || this.note.invalid || this.busy()) return;
    this.busy.set(true);
    this.failure.set(null);
    try {
      const body = { effort: Number(effort), note: this.note.value.trim() || null };
      const answer = await this.course.answer(this.asked(), body);
      this.known.set(answer);
      this.toasts.show('program.thanks');
      this.answered.emit(answer);
      this.focus('.answer');
    } catch (error) {
      this.failure.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }

  private focus(what: string): void {
    afterNextRender(() => this.host.querySelector<HTMLElement>(what)?.focus(), { injector: this.injector });
  }
}
