import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
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
import { Hotkeys } from '../core/hotkeys';
import { Live } from '../core/live';
import { PageFailure } from '../core/page-failure';
import { PartFailure } from '../core/part-failure';
import { Preferences } from '../core/preferences';
import { Remembered } from '../core/remembered';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { StaleBadge } from '../ui/stale-badge';
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
/** What happens in one breath is looked at once. */
const BREATH_MS = 150;

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
    StaleBadge,
    TranslocoDirective,
  ],
  providers: [Near],
  templateUrl: './feed-view.html',
  styleUrl: './feed-view.scss',
})
export class FeedView implements OnInit {
  private readonly destroyRef = inject(DestroyRef);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly hotkeys = inject(Hotkeys);
  private readonly kept = inject(KeptFeeds);
  private readonly live = inject(Live);
  private readonly preferences = inject(Preferences);
  private readonly remembered = inject(Remembered);

  readonly member = input.required<MemberOut>();
  readonly program = input.required<ProgramOut>();
  readonly question = input.required<Question>();

  protected feed!: Feed;
  private scores!: DayScores;
  private soon?: ReturnType<typeof setTimeout>;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly nothing = computed(() => nothingFound(this.question()));
  protected readonly today = computed(() => todayIn(this.member().time_zone));
  /** The time of what is shown, where it may not be what the server would say now. */
  protected readonly staleSince = computed(() => {
    const at = this.feed.readAt();
    if (at === null || (this.live.state() !== 'offline' && !this.remembered.since())) return undefined;
    return this.figures().asOf(new Date(at), this.member().time_zone);
  });
  private readonly end = viewChild<ElementRef<HTMLElement>>('end');

  ngOnInit(): void {
    this.feed = this.kept.of(this.question(), this.member().time_zone);
    this.scores = this.kept.scoresOf(this.program().id);
    if (this.feed.begun()) void this.lookAgain();
    else void this.feed.next();
    this.live.on(this.member().id, () => this.lookSoon(), this.destroyRef);
    this.walkByKeys();
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

  private lookSoon(): void {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => void this.lookAgain(), BREATH_MS);
  }

  private async lookAgain(): Promise<void> {
    await Promise.all([this.feed.lookAgain(), this.scores.lookAgain()]);
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

  /** The keys for the next and the previous card reach those that are not drawn yet, and those not fetched yet. */
  private walkByKeys(): void {
    const walk = async (step: 1 | -1) => {
      const at = this.host.querySelector('[data-log]:focus-within')?.getAttribute('data-log');
      const from = at ? Number(at) : null;
      const place = this.feed.beside(from, step);
      if (place || step < 0) return this.focus(place);
      await this.feed.next();
      this.focus(this.feed.beside(from, step));
    };
    const unbind = [
      this.hotkeys.bind('j', 'hotkeys.next', () => void walk(1)),
      this.hotkeys.bind('k', 'hotkeys.previous', () => void walk(-1)),
    ];
    this.destroyRef.onDestroy(() => {
      clearTimeout(this.soon);
      unbind.forEach((each) => each());
    });
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
    this.destroyRef.onDestroy(() => observer.disconnect());
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
        untracked(() => void this.scores.cover(days));
      },
      { injector: this.injector },
    );
  }
}
