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
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MealForm, MealStart } from '../core/meal-form';
import { Outgoing } from '../core/outgoing';
import { placeOf } from '../core/place';
import { explain, Failure, failureOf } from '../core/problem';
import { RecentMeal, RecentMeals } from '../core/recent-meals';
import { Unsaved } from '../core/unsaved';
import { Notice } from '../ui/notice';
import { Icon, IconName } from '../ui/icon';
import { AgainMeal } from './again-meal';
import { NoPlace } from './no-place';
import { PhotoMeal } from './photo-meal';

/** A meal as one of the ways to tell it hands it on. */
export interface Told {
  payload: Record<string, unknown>;
  timestamp: string;
  photo?: Blob;
}

type Way = 'photo' | 'hand' | 'again';
const WAYS: readonly { way: Way; icon: IconName }[] = [
  { way: 'photo', icon: 'camera' },
  { way: 'hand', icon: 'edit' },
  { way: 'again', icon: 'retry' },
];

/** Logs a meal: by a photo, by hand, or as one that was had before. */
@Component({
  selector: 'praan-log-meal',
  imports: [AgainMeal, Icon, MealForm, NoPlace, Notice, PhotoMeal, RouterLink, TranslocoDirective],
  templateUrl: './log-meal.html',
  styleUrl: './log-meal.scss',
  host: {
    '(document:paste)': 'paste($event)',
    '(dragover)': 'drag($event)',
    '(drop)': 'drop($event)',
  },
})
export class LogMeal {
  private readonly router = inject(Router);
  private readonly outgoing = inject(Outgoing);
  private readonly recent = inject(RecentMeals);
  private readonly unsaved = inject(Unsaved);
  private readonly byPhoto = viewChild(PhotoMeal);

  readonly memberId = input.required({ transform: numberAttribute });
  /** How the meal is told; a photo unless the address says otherwise. */
  readonly way = input<Way, string | undefined>('photo', {
    transform: (way) => WAYS.find((each) => each.way === way)?.way ?? 'photo',
  });

  protected readonly ways = WAYS;
  protected readonly places = placeOf(this.memberId);
  private readonly programId = computed(() => this.places.ready()?.program.id);
  private readonly lately = resource({
    params: this.programId,
    loader: ({ params }) => this.recent.of(params),
  });
  protected readonly habits = computed(() => (this.lately.hasValue() ? this.lately.value() : undefined));
  protected readonly habitsFailure = computed(() => failureOf(this.lately.error()));
  /** A meal of before that is to be changed a little. */
  protected readonly start = signal<MealStart | null>(null);
  protected readonly sending = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  /** Hands the meal over for delivery, which goes on by itself, and returns to the day where it shows. */
  protected async send({ payload, timestamp, photo }: Told): Promise<void> {
    const here = this.places.ready();
    if (!here || this.sending()) return;
    this.sending.set(true);
    this.failure.set(null);
    try {
      await this.outgoing.send({
        memberId: here.member.id,
        programId: here.program.id,
        logType: 'NUTRITION',
        payload,
        timestamp,
        photo,
      });
      // What is kept is not typed in vain any more: the guard of the page has to know before it is asked.
      this.unsaved.release();
      await this.router.navigate(['/m', here.member.id, 'today']);
    } catch (error) {
      this.failure.set(explain(error));
    } finally {
      this.sending.set(false);
    }
  }

  protected lookAgain(): void {
    this.lately.reload();
  }

  protected edit(meal: RecentMeal): void {
    this.start.set({ payload: meal.log.payload, helpings: meal.helpings });
    void this.router.navigate([], { queryParams: { way: 'hand' }, queryParamsHandling: 'merge' });
  }

  protected paste(event: ClipboardEvent): void {
    const file = [...(event.clipboardData?.files ?? [])].find((each) => each.type.startsWith('image/'));
    if (!file || !this.byPhoto()) return;
    event.preventDefault();
    void this.byPhoto()?.open(file);
  }

  protected drag(event: DragEvent): void {
    // Without this the browser would leave the page for the file.
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  protected drop(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void this.byPhoto()?.open(file);
  }
}
