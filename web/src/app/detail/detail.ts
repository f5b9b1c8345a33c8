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
  numberAttribute,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Item, LogOut, LogPatch } from '../api/models';
import { describe, Translate } from '../core/entry';
import { Family } from '../core/family';
import { Figures } from '../core/figures';
import { Live } from '../core/live';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { explain, Failure, failureOf } from '../core/problem';
import { Toasts } from '../core/toasts';
import { Unsaved } from '../core/unsaved';
import { WayBack } from '../core/way-back';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { CopyTo } from './copy-to';
import { Correction } from './correction';
import { Eaten } from './eaten';
import { exercisesOf, factsOf } from './facts';
import { Kept, LogKeeper, sameLog } from './log-keeper';
import { momentWords } from './moment';
import { PhotoView } from './photo-view';
import { Review } from './review';
import { Revisions } from './revisions';

/** One log: what it says, what became of it, and all that can be done with it. */
@Component({
  selector: 'praan-detail',
  imports: [
    CopyTo,
    Correction,
    Eaten,
    EmptyState,
    Icon,
    MatButton,
    Notice,
    PageFailure,
    PhotoView,
    Review,
    Revisions,
    Skeleton,
    TranslocoDirective,
  ],
  templateUrl: './detail.html',
  styleUrl: './detail.scss',
})
export class Detail {
  private readonly keeper = inject(LogKeeper);
  private readonly family = inject(Family);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  private readonly unsaved = inject(Unsaved);
  private readonly wayBack = inject(WayBack);
  private readonly preferences = inject(Preferences);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly memberId = input.required({ transform: numberAttribute });
  readonly logId = input.required({ transform: numberAttribute });

  private readonly found = resource({
    params: () => this.logId(),
    loader: ({ params }) => this.keeper.find(params),
  });
  /** The last look that succeeded; one that tells nothing new disturbs nobody who is at work here. */
  protected readonly kept = linkedSignal<Kept | undefined, Kept | undefined>({
    source: () => (this.found.hasValue() ? this.found.value() : undefined),
    computation: (now, before) => {
      const old = before?.value;
      if (!now) return old?.log.id === this.logId() && !this.refused() ? old : undefined;
      return old && sameLog(old.log, now.log) && sameMember(old, now) ? old : now;
    },
  });
  private readonly failed = computed(() => failureOf(this.found.error()));
  private readonly refused = computed(() => this.failed()?.cause === 'forbidden');
  protected readonly failure = computed<Failure | undefined>(() => {
    if (this.kept()) return undefined;
    const gone: Failure = { cause: 'forbidden', fields: [] };
    return this.failed() ?? (this.found.status() === 'resolved' ? gone : undefined);
  });
  /** Nobody is told whether a log is deleted or somebody else's; who may write here may try to bring it back. */
  protected readonly mayBeDeleted = computed(
    () =>
      this.failure()?.cause === 'forbidden' &&
      this.family.members().some((each) => each.id === this.memberId() && each.role !== 'READ_ONLY'),
  );

  protected readonly log = computed(() => this.kept()?.log);
  private readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly describe = (log: LogOut, t: Translate) => describe(log, this.figures(), t);
  protected readonly facts = (log: LogOut, t: Translate) => factsOf(log, this.figures(), t);
  protected readonly exercises = ({ log, member }: Kept) => exercisesOf(log, member.units, this.figures());
  protected readonly when = computed(() => {
    const { log, member } = this.kept() ?? {};
    return log && member && momentWords(log.timestamp, member.time_zone, this.preferences.language());
  });
  protected readonly mayWrite = computed(
    () => this.kept()?.member.role !== 'READ_ONLY' && this.log()?.superseded_by === null,
  );
  protected readonly settled = computed(() => {
    const status = this.log()?.status;
    return status === 'VERIFIED' || status === 'NEEDS_REVIEW';
  });
  /** Who only reads here may still copy to somebody of their own. */
  protected readonly mayCopy = computed(
    () =>
      this.settled() &&
      this.log()?.superseded_by === null &&
      this.family.members().some((each) => each.role !== 'READ_ONLY' && each.id !== this.log()?.member_id),
  );

  /** What is being corrected, as it was when somebody began. */
  protected readonly correcting = signal<Kept | null>(null);
  protected readonly copying = signal(false);
  protected readonly busy = signal(false);
  protected readonly mistake = signal<string | null>(null);
  protected readonly wait = signal(60);

  private readonly late = signal(false);

  constructor() {
    effect(() => {
      if (this.found.isLoading() || !this.late()) return;
      this.late.set(false);
      this.found.reload();
    });
    inject(Live)
      .messages.pipe(takeUntilDestroyed())
      .subscribe(({ type, id }) => {
        if (type === 'resync' || (type === 'log.updated' && id === this.logId())) this.lookAgain();
      });
    effect(() => {
      this.logId();
      untracked(() => {
        this.correcting.set(null);
        this.copying.set(false);
        this.mistake.set(null);
      });
    });
    effect(() => {
      const log = this.log();
      // The address names whose page this is, and so does the shell around it.
      if (log && log.member_id !== this.memberId()) {
        void this.router.navigate(['/m', log.member_id, 'logs', log.id], { replaceUrl: true });
      }
    });
  }

  /** To where somebody came from: the day, the timeline, another log. A new tab gets the day. */
  protected back(event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.goBack();
  }

  /** A call while a look is on its way makes one more after it: what it brings may be of before. */
  protected lookAgain(): void {
    if (this.found.isLoading()) this.late.set(true);
    else this.found.reload();
  }

  protected correct(): void {
    this.correcting.set(this.kept() ?? null);
    this.copying.set(false);
    this.mistake.set(null);
  }

  protected leave(): void {
    this.correcting.set(null);
    this.focus('.correct');
  }

  protected confirm(items: Item[] | undefined): Promise<void> {
    return this.work(async (log) => {
      this.put(await this.keeper.confirm(log.id, items));
      this.toasts.show('detail.confirmed');
      this.focus('h1');
    });
  }

  protected async revise(change: LogPatch | null): Promise<void> {
    const log = this.correcting()?.log;
    if (!change || !log) return this.leave();
    await this.work(async () => {
      const revision = await this.keeper.revise(log.id, change);
      // What is saved is not typed in vain any more: the guard of the page has to know before it is asked.
      this.unsaved.release();
      this.correcting.set(null);
      this.toasts.show('detail.corrected');
      await this.router.navigate(['/m', revision.member_id, 'logs', revision.id], { replaceUrl: true });
    });
  }

  protected retry(): Promise<void> {
    return this.work(async (log) => {
      await this.keeper.retry(log.id);
      this.lookAgain();
    });
  }

  protected remove(): Promise<void> {
    return this.work(async (log) => {
      await this.keeper.remove(log.id);
      this.toasts.show(
        'detail.deleted',
        {},
        {
          key: 'detail.undo',
          run: async () => {
            const back = await this.keeper.restore(log.id);
            await this.router.navigate(['/m', back.member_id, 'logs', back.id]);
          },
        },
      );
      // Nothing can be saved of it any more.
      this.unsaved.release();
      this.goBack();
    });
  }

  /** Brings back what may have been deleted; where nothing comes back, the page says so. */
  protected async restore(): Promise<void> {
    this.mistake.set(null);
    this.busy.set(true);
    try {
      await this.keeper.restore(this.logId());
      this.found.reload();
    } catch (error) {
      const failure = explain(error);
      this.say(failure.cause === 'forbidden' ? 'detail.not_restored' : `failure.${failure.cause}`, failure);
    } finally {
      this.busy.set(false);
    }
  }

  protected toNewest(): Promise<void> {
    return this.work(async (log) => {
      const newest = await this.keeper.newest(log);
      await this.router.navigate(['/m', log.member_id, 'logs', newest], { replaceUrl: true });
    });
  }

  /** Does one thing at a time; where somebody else was faster, shows what the log says now. */
  private async work(deed: (log: LogOut) => Promise<void>): Promise<void> {
    const log = this.log();
    if (!log || this.busy()) return;
    this.busy.set(true);
    this.mistake.set(null);
    try {
      await deed(log);
    } catch (error) {
      const failure = explain(error);
      this.say(failure.cause === 'conflict' ? 'detail.conflict' : `failure.${failure.cause}`, failure);
      if (failure.cause === 'conflict' || failure.cause === 'forbidden') this.lookAgain();
    } finally {
      this.busy.set(false);
    }
  }

  private goBack(): void {
    if (!this.wayBack.take()) void this.router.navigate(['/m', this.memberId(), 'today']);
  }

  private say(key: string, { wait }: Failure): void {
    this.wait.set(wait ?? 60);
    this.mistake.set(key);
  }

  private put(log: LogOut): void {
    const kept = this.kept();
    if (kept) this.kept.set({ ...kept, log });
  }

  private focus(selector: string): void {
    afterNextRender(() => this.host.querySelector<HTMLElement>(selector)?.focus(), {
      injector: this.injector,
    });
  }
}

function sameMember(one: Kept, other: Kept): boolean {
  return JSON.stringify([one.member, one.program]) === JSON.stringify([other.member, other.program]);
}
