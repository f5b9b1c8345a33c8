import { Component, computed, DOCUMENT, inject, input, numberAttribute, resource } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { askReport, linkReport, readReport } from '../api/functions';
import { Dialogs } from '../core/dialogs';
import { Family } from '../core/family';
import { Live } from '../core/live';
import { look } from '../core/look';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { failureOf } from '../core/problem';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { OneDeed } from './one-deed';
import { openBeside } from './pdf-tab';
import { ReportSheet } from './report-sheet';
import { weekInWords } from './weeks';

/** One week's report: to read, to print, to take along as a PDF, to share by a link that ends. */
@Component({
  selector: 'praan-report',
  imports: [MatButton, Notice, PageFailure, ReportSheet, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './report-page.html',
  styleUrl: './page.scss',
})
export class ReportPage {
  private readonly api = inject(Api);
  private readonly family = inject(Family);
  private readonly dialogs = inject(Dialogs);
  private readonly view = inject(DOCUMENT).defaultView;
  private readonly language = inject(Preferences).language;

  readonly reportId = input.required({ transform: numberAttribute });

  private readonly people = resource({ loader: () => this.family.load() });
  protected readonly found = look(
    () => ({ report_id: this.reportId(), language: this.language() }),
    (params) => this.api.invoke(readReport, params),
  );
  protected readonly report = this.found.value;
  protected readonly failure = computed(
    () => failureOf(this.people.error()) ?? (this.report() ? undefined : this.found.failure()),
  );
  protected readonly member = computed(() =>
    this.people.hasValue()
      ? this.people.value().find((each) => each.id === this.report()?.member_id)
      : undefined,
  );
  protected readonly week = computed(() => {
    const report = this.report();
    return report ? weekInWords(report.week_start, this.language()) : '';
  });
  protected readonly mayWrite = computed(() => !!this.member() && this.member()?.role !== 'READ_ONLY');
  private readonly deed = new OneDeed();
  protected readonly busy = this.deed.busy;

  constructor() {
    inject(Live)
      .messages.pipe(takeUntilDestroyed())
      .subscribe(({ type, id }) => {
        if (type === 'resync' || (type === 'report.ready' && id === this.reportId())) this.found.again();
      });
  }

  protected reload(): void {
    this.people.reload();
    this.found.again();
  }

  protected pdf(): Promise<void> {
    const params = { report_id: this.reportId(), language: this.language() };
    return this.deed.run(() =>
      openBeside(this.view, async () => (await this.api.invoke(linkReport, params)).url),
    );
  }

  protected async share(): Promise<void> {
    await this.dialogs.open<true>(() => import('./share-dialog').then((file) => file.ShareDialog), {
      reportId: this.reportId(),
    });
  }

  protected again(): Promise<void> {
    const report = this.report();
    return this.deed.run(async () => {
      if (!report) return;
      await this.api.invoke(askReport, {
        member_id: report.member_id,
        body: { week_start: report.week_start },
        'Idempotency-Key': crypto.randomUUID(),
      });
      this.found.again();
    });
  }

  protected print(): void {
    this.view?.print();
  }
}
