import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  DOCUMENT,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  OnInit,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut, ProgramOut } from '../api/models';
import { todayIn } from '../core/day';
import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { PageFailure } from '../core/page-failure';
import { PartFailure } from '../core/part-failure';
import { Preferences } from '../core/preferences';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { DayPiece } from './day-piece';
import { DayScores } from './day-scores';
import { dayWords } from './day-words';
import { Feed } from './feed';
import { KeptFeeds } from './kept-feeds';
import { Near } from './near';
import { Piece } from './pages';
import { nothingFound, Question } from './question';

/** So far ahead of the reader the next page is fetched. */
const AHEAD = '1600px';
/** Who has not gone further down looks at the top. */
const TOP_PX = 160;

/** One list of logs under their days. For another question make another. */
@Component({
  selector: 'praan-timeline-feed',
  imports: [
    BreakfastScene,
    DayPiece,
    EmptyState,
    Icon,
    MatButton,
    PageFailure,
    PartFailure,
    RouterLink,
    Skeleton,
    TranslocoDirective,
  ],
  providers: [DayScores, Near],
  templateUrl: './feed-view.html',
  styleUrl: './feed-view.scss',
  host: { '(window:focus)': 'lookAgain()', '(document:visibilitychange)': 'lookAgain()' },
})
export class FeedView implements OnInit {
  private readonly document = inject(DOCUMENT);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly kept = inject(KeptFeeds);
  private readonly preferences = inject(Preferences);
  private readonly scores = inject(DayScores);

  readonly member = input.required<MemberOut>();
  readonly program = input.required<ProgramOut>();
  readonly question = input.required<Question>();

  protected feed!: Feed;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly nothing = computed(() => nothingFound(this.question()));
  protected readonly today = computed(() => todayIn(this.member().time_zone));
  private readonly end = viewChild<ElementRef<HTMLElement>>('end');

  ngOnInit(): void {
    this.feed = this.kept.of(this.question(), this.member().time_zone);
    if (this.feed.begun()) void this.lookAgain();
    else void this.feed.next();
    this.fetchAhead();
    if (!this.question().photos) this.coverScores();
  }

  protected words(day: string, t: Translate): string {
    return dayWords(day, this.today(), this.preferences.language(), t);
  }

  protected score(day: string, t: Translate): string | undefined {
    const score = this.question().photos ? undefined : this.scores.of(day);
    if (score?.total_score == null) return undefined;
    const percent = this.figures().percent(score.total_score);
    return t(score.provisional ? 'timeline.score_about' : 'timeline.score', { percent });
  }

  protected come(piece: Piece): void {
    void this.feed.come(piece);
  }

  protected async lookAgain(): Promise<void> {
    if (this.document.visibilityState !== 'visible') return;
    await Promise.all([this.feed.lookAgain(), this.scores.lookAgain(this.program().id)]);
    if (scrollY < TOP_PX && this.feed.fresh().length) await this.feed.takeFresh();
  }

  protected async showFresh(): Promise<void> {
    await this.feed.takeFresh();
    scrollTo(0, 0);
    this.focus(this.feed.beside(null, 1));
  }

  /** From the button: the first of what comes has the focus, where a reader goes on. */
  protected async showMore(): Promise<void> {
    const last = this.feed.sections().at(-1)?.pieces.at(-1)?.logs().at(-1);
    await this.feed.next();
    if (last && !this.feed.failure()) this.focus(this.feed.beside(last.id, 1));
  }

  private focus(place: { log: { id: number }; piece: Piece } | undefined): void {
    if (!place) return;
    place.piece.near.set(true);
    afterNextRender(() => this.host.querySelector<HTMLElement>(`[data-log="${place.log.id}"] a`)?.focus(), {
      injector: this.injector,
    });
  }

  /** Fetches the next page before the reader is at the end; after a failure only when they ask. */
  private fetchAhead(): void {
    const observer = new IntersectionObserver(
      async ([seen]) => {
        if (!seen?.isIntersecting || this.feed.failure() || this.feed.loading()) return;
        observer.unobserve(seen.target);
        await this.feed.next();
        // Watched anew it tells again where the end is now.
        if (seen.target.isConnected) observer.observe(seen.target);
      },
      { rootMargin: `0px 0px ${AHEAD} 0px` },
    );
    this.injector.get(DestroyRef).onDestroy(() => observer.disconnect());
    effect(
      (onCleanup) => {
        const end = this.end()?.nativeElement;
        if (!end) return;
        observer.observe(end);
        onCleanup(() => observer.unobserve(end));
      },
      { injector: this.injector },
    );
  }

  private coverScores(): void {
    effect(
      () => {
        const days = this.feed.sections().map((section) => section.day);
        untracked(() => void this.scores.cover(this.program().id, days));
      },
      { injector: this.injector },
    );
  }
}
