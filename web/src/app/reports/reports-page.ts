import { Component, computed, inject, input, linkedSignal, numberAttribute, resource } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { askReport, listReports, readReport } from '../api/functions';
import { ReportOut } from '../api/models';
import { addDays, todayIn } from '../core/day';
import { Family } from '../core/family';
import { Live } from '../core/live';
import { look } from '../core/look';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { Failure, failureOf } from '../core/problem';
import { Toasts } from '../core/toasts';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { OneDeed } from './one-deed';
import { mondayOf, weekInWords } from './weeks';

const PAGE = 26;

interface Older {
  data: ReportOut[];
  /** Where still older ones begin; undefined before any were asked for. */
  next: string | null | undefined;
}

/** A member's weekly reports, the latest first; one can be made at any time. */
@Component({
  selector: 'praan-reports',
  imports: [EmptyState, Icon, MatButton, Notice, PageFailure, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './reports-page.html',
  styleUrl: './page.scss',
})
export class ReportsPage {
  private readonly api = inject(Api);
  private readonly family = inject(Family);
  private readonly toasts = inject(Toasts);
  private readonly language = inject(Preferences).language;

  readonly memberId = input.required({ transform: numberAttribute });

  private readonly people = resource({ loader: () => this.family.load() });
  private readonly known = computed(() =>
    this.people.hasValue()
      ? { member: this.people.value().find((each) => each.id === this.memberId()) }
      : undefined,
  );
  protected readonly member = computed(() => this.known()?.member);
  protected readonly mayWrite = computed(() => !!this.member() && this.member()?.role !== 'READ_ONLY');
  protected readonly list = look(
    () => ({ member_id: this.memberId(), limit: PAGE, language: this.language() }),
    (params) => this.api.invoke(listReports, params),
  );
  /** Older ones than those of the first page, with the way to still older ones. */
  private readonly older = linkedSignal({
    source: () => ({ member: this.memberId(), language: this.language() }),
    computation: (): Older => ({ data: [], next: undefined }),
  });
  protected readonly reports = computed(() => {
    const page = this.list.value();
    if (!page) return undefined;
    const newest = new Set(page.data.map(({ id }) => id));
    return [...page.data, ...this.older().data.filter(({ id }) => !newest.has(id))];
  });
  protected readonly next = computed(() => {
    const { next } = this.older();
    return next === undefined ? this.list.value()?.pagination.next_cursor : next;
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.people.error()) ?? (this.list.value() ? undefined : this.list.failure());
    if (failed) return failed;
    return this.known() && !this.member() ? { cause: 'forbidden', fields: [] } : undefined;
  });
  /** The report that was asked for here and is not ready yet, or failed. */
  protected readonly making = linkedSignal<number, ReportOut | undefined>({
    source: this.memberId,
    computation: () => undefined,
  });
  private readonly deed = new OneDeed();
  protected readonly busy = this.deed.busy;

  constructor() {
    inject(Live)
      .messages.pipe(takeUntilDestroyed())
      .subscribe(({ type, member_id }) => {
        if (type === 'resync' || (type === 'report.ready' && member_id === this.memberId()))
          void this.lookAgain();
      });
  }

  protected reload(): void {
    this.people.reload();
    this.list.again();
  }

  protected week(report: ReportOut): string {
    return weekInWords(report.week_start, this.language());
  }

  /** Makes last week's report, or this week's so far. */
  protected make(weeksAgo: 0 | 1): Promise<void> {
    const monday = mondayOf(todayIn(this.member()?.time_zone ?? 'UTC'));
    return this.deed.run(async () => {
      const member = this.memberId();
      const asked = await this.api.invoke(askReport, {
        member_id: member,
        body: { week_start: addDays(monday, -7 * weeksAgo) },
        'Idempotency-Key': crypto.randomUUID(),
      });
      if (member === this.memberId()) this.making.set(asked);
    });
  }

  protected more(): Promise<void> {
    const cursor = this.next();
    return this.deed.run(async () => {
      const first = this.list.value()?.data;
      if (!cursor || !first) return;
      const [member, language] = [this.memberId(), this.language()];
      const params = { member_id: member, limit: PAGE, cursor, language };
      const { data, pagination } = await this.api.invoke(listReports, params);
      // Somebody else's weeks are shown by now, or these in another language.
      if (member !== this.memberId() || language !== this.language()) return;
      this.older.update((before) => ({
        // The first page is kept too: what a new report pushes out of it is shown all the same.
        data: [...(before.data.length ? before.data : first), ...data],
        next: pagination.next_cursor,
      }));
    });
  }

  private async lookAgain(): Promise<void> {
    this.list.again();
    const asked = this.making();
    if (!asked) return;
    try {
      const now = await this.api.invoke(readReport, { report_id: asked.id, language: this.language() });
      if (this.making()?.id !== asked.id) return;
      if (now.status === 'READY') this.toasts.show('reports.ready', { week: this.week(now) });
      this.making.set(now.status === 'READY' ? undefined : now);
    } catch {
      // The next message, or the next look in some seconds, finds out.
    }
  }
}
