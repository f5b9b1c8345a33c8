import {
  Component,
  computed,
  inject,
  input,
  numberAttribute,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Outgoing } from '../core/outgoing';
import { PageFailure } from '../core/page-failure';
import { placeOf } from '../core/place';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { Toasts } from '../core/toasts';
import { holdWhile, Unsaved } from '../core/unsaved';
import { WhenField } from '../core/when-field';
import { favourites, Workout } from '../core/workout';
import { WorkoutForm } from '../core/workout-form';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { PastWorkouts } from './past-workouts';

const OFFERED = 5;

/** Logs a walk, an hour of yoga, a round of squats: now, or whenever it was. */
@Component({
  selector: 'praan-log-workout',
  imports: [
    BreakfastScene,
    EmptyState,
    Icon,
    MatButton,
    Notice,
    PageFailure,
    RouterLink,
    TranslocoDirective,
    WhenField,
    WorkoutForm,
  ],
  templateUrl: './log-workout.html',
  styleUrl: './log-workout.scss',
})
export class LogWorkout {
  private readonly past = inject(PastWorkouts);
  private readonly outgoing = inject(Outgoing);
  private readonly router = inject(Router);
  private readonly preferences = inject(Preferences);
  private readonly toasts = inject(Toasts);
  private readonly unsaved = inject(Unsaved);

  readonly memberId = input.required({ transform: numberAttribute });

  private readonly form = viewChild(WorkoutForm);
  private readonly when = viewChild(WhenField);

  private readonly places = placeOf(this.memberId);
  protected readonly member = this.places.member;
  protected readonly program = computed(() => this.places.ready()?.program);
  protected readonly heading = computed(() => {
    const member = this.member();
    if (!member) return 'move.title';
    return member.relation_type === 'SELF' ? 'move.heading_self' : 'move.heading';
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const mayNot = this.places.hindrance() === 'only_reading';
    return mayNot ? { cause: 'forbidden', fields: [] } : this.places.failure();
  });

  /** What was done before is a convenience: the page is of use without it. */
  private readonly before = resource({
    params: () => this.program()?.id,
    loader: ({ params: programId }) => this.past.latest(programId).catch(() => []),
  });
  protected readonly last = computed(() => favourites((this.before.value() ?? []).slice(0, 1), 1)[0]);
  protected readonly offered = computed(() => {
    const others = favourites(this.before.value() ?? [], OFFERED + 1).filter((each) => each !== this.last());
    return others.slice(0, OFFERED);
  });

  /** Each choice is a new start, also the same one twice. */
  protected readonly start = signal<Workout | null>(null);
  protected readonly chosen = signal<Workout | null>(null);
  protected readonly busy = signal(false);
  private readonly sent = signal(false);
  protected readonly notSent = signal<Failure | null>(null);
  private readonly figures = computed(() => new Figures(this.preferences.language()));

  constructor() {
    holdWhile(() => !this.sent() && !!(this.form()?.dirty() || this.when()?.dirty()));
  }

  protected reload(): void {
    this.places.again();
  }

  protected repeat(workout: Workout): void {
    this.start.set({ ...workout });
    this.chosen.set(workout);
  }

  /** A workout in a few words, such as "Yoga · 25 mins". */
  protected words(workout: Workout, t: Translate): string {
    const time = this.figures().unit(workout.minutes, 'minute');
    if (workout.kind === 'duration') return `${workout.activity} · ${time}`;
    const names = workout.exercises.map((each) => each.name);
    return `${names.length ? names.join(', ') : t('log.strength')} · ${time}`;
  }

  protected async submit(event: Event): Promise<void> {
    event.preventDefault();
    const place = this.places.ready();
    const payload = this.form()?.read();
    const timestamp = payload && this.when()?.read();
    if (!place || !payload || !timestamp || this.busy()) return;
    this.busy.set(true);
    this.notSent.set(null);
    try {
      await this.outgoing.send({
        memberId: place.member.id,
        programId: place.program.id,
        logType: 'WORKOUT',
        payload: { ...payload },
        timestamp,
      });
      this.sent.set(true);
      // What is kept is not typed in vain any more: the guard of the page has to know before it is asked.
      this.unsaved.release();
      this.toasts.show('move.kept');
      await this.router.navigate(['/m', place.member.id, 'today']);
    } catch (error) {
      this.notSent.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }
}
