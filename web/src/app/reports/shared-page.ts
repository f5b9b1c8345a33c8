import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { openSharedReport } from '../api/functions';
import { Figures } from '../core/figures';
import { MailedTokens } from '../core/mailed-tokens';
import { PageFailure } from '../core/page-failure';
import { PreferencesMenu } from '../core/preferences-menu';
import { Preferences } from '../core/preferences';
import { failureOf } from '../core/problem';
import { SkipLink } from '../core/skip-link';
import { Logo } from '../ui/logo';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { ReportSheet } from './report-sheet';
import { weekInWords } from './weeks';

const PAGE = '/shared/report';

/** A report behind a link, for somebody without an account. */
@Component({
  selector: 'praan-shared-report',
  imports: [
    Logo,
    MatButton,
    Notice,
    PageFailure,
    PreferencesMenu,
    ReportSheet,
    Skeleton,
    SkipLink,
    TranslocoDirective,
  ],
  template: `
    <ng-container *transloco="let t">
      <praan-skip-link />
      <header data-no-print>
        <span class="brand"><praan-logo />{{ t('app.name') }}</span>
        @defer (on idle) {
          <praan-preferences-menu />
        }
      </header>
      <main id="main" tabindex="-1">
        @if (shared(); as told) {
          <div class="heading">
            <h1 tabindex="-1">{{ t('reports.week_of', { name: told.member_name }) }}</h1>
            <p>{{ week() }}</p>
          </div>
          <praan-notice kind="hint">{{ t('reports.open_until', { date: until() }) }}</praan-notice>
          <div class="ways" data-no-print>
            <a mat-flat-button [href]="told.pdf_url" target="_blank" rel="noopener noreferrer">{{
              t('reports.pdf')
            }}</a>
          </div>
          <praan-report-sheet [report]="told.report" [attr.lang]="told.language" />
        } @else {
          <h1 tabindex="-1">{{ t('reports.title') }}</h1>
          @if (over()) {
            <praan-notice kind="failure">{{ t('reports.over') }}</praan-notice>
          } @else if (failure(); as failed) {
            <praan-page-failure [failure]="failed" (retry)="opened.reload()" />
          } @else {
            <praan-skeleton shape="card" [count]="2" height="12rem" />
          }
        }
      </main>
    </ng-container>
  `,
  styleUrls: ['./page.scss', './shared-page.scss'],
})
export class SharedPage {
  private readonly api = inject(Api);
  private readonly language = inject(Preferences).language;
  private readonly token = inject(MailedTokens).of(PAGE);

  protected readonly opened = resource({
    params: () => (this.token ? { token: this.token } : undefined),
    loader: ({ params }) => this.api.invoke(openSharedReport, { body: params }),
  });
  protected readonly shared = computed(() => (this.opened.hasValue() ? this.opened.value() : undefined));
  protected readonly failure = computed(() => failureOf(this.opened.error()));
  protected readonly over = computed(() => !this.token || this.failure()?.cause === 'invalid');
  protected readonly week = computed(() =>
    weekInWords(this.shared()?.report.week_start ?? '', this.language()),
  );
  protected readonly until = computed(() => {
    const end = this.shared()?.expires_at;
    return end && new Figures(this.language()).asOf(new Date(end));
  });
}
