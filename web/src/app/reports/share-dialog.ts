import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { shareReport, unshareReport } from '../api/functions';
import { ShareOut } from '../api/models';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { Choice } from '../ui/choice';
import { Modal } from '../ui/modal';
import { Notice } from '../ui/notice';

const DAYS = ['1', '7', '30'] as const;
type Days = (typeof DAYS)[number];

/** Makes a link that opens a report without signing in until it ends; takes all of them back. */
@Component({
  selector: 'praan-share-dialog',
  imports: [Choice, MatButton, Modal, Notice, TranslocoDirective],
  template: `
    <praan-modal *transloco="let t" [heading]="t('reports.share')" (closed)="done.emit(true)">
      @if (made(); as link) {
        <p>{{ t('reports.shared_until', { date: until() }) }}</p>
        <input
          #address
          readonly
          [value]="link.url"
          [attr.aria-label]="t('reports.link')"
          (focus)="address.select()"
        />
        <button mat-flat-button type="button" (click)="copy(address)">
          {{ t(copied() ? 'reports.copied' : 'reports.copy') }}
        </button>
        <span class="unseen" role="status">{{ copied() ? t('reports.copied') : '' }}</span>
      } @else {
        <p>{{ t('reports.share_lead') }}</p>
        <praan-choice
          [legend]="t('reports.share_for')"
          [options]="options(t)"
          [value]="days()"
          (choose)="days.set($event)"
        />
        <button mat-flat-button type="button" [attr.aria-busy]="busy()" (click)="share()">
          {{ t('reports.make_link') }}
        </button>
      }
      @if (ended()) {
        <praan-notice kind="hint" role="status">{{ t('reports.ended') }}</praan-notice>
      }
      @if (failure(); as failed) {
        <praan-notice kind="failure">
          {{ t('failure.' + failed.cause, { wait: failed.wait ?? 60 }) }}
        </praan-notice>
      }
      <div class="ways">
        <button mat-button type="button" [attr.aria-busy]="busy()" (click)="end()">
          {{ t('reports.end_links') }}
        </button>
        <button mat-button type="button" (click)="done.emit(true)">{{ t('reports.close') }}</button>
      </div>
    </praan-modal>
  `,
  styles: `
    input {
      width: 100%;
      min-height: var(--target);
      padding: 0 var(--space-3);
      border: 1px solid var(--line-strong);
      border-radius: var(--round-s);
      background: var(--paper-sunken);
      color: var(--ink);
      font: inherit;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-2);
    }
  `,
})
export class ShareDialog {
  private readonly api = inject(Api);
  private readonly language = inject(Preferences).language;

  readonly reportId = input.required<number>();
  readonly done = output<true>();

  protected readonly days = signal<Days>('7');
  protected readonly made = signal<ShareOut | undefined>(undefined);
  protected readonly copied = signal(false);
  protected readonly ended = signal(false);
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly until = computed(() => {
    const end = this.made()?.expires_at;
    return end && new Figures(this.language()).asOf(new Date(end));
  });

  protected options(t: (key: string) => string): { value: Days; word: string }[] {
    return DAYS.map((value) => ({ value, word: t(`reports.for_days.${value}`) }));
  }

  protected share(): Promise<void> {
    return this.doing(async () => {
      const body = { days: Number(this.days()), language: this.language() };
      const params = { report_id: this.reportId(), body, 'Idempotency-Key': crypto.randomUUID() };
      this.made.set(await this.api.invoke(shareReport, params));
      this.ended.set(false);
    });
  }

  protected end(): Promise<void> {
    return this.doing(async () => {
      await this.api.invoke(unshareReport, { report_id: this.reportId() });
      this.made.set(undefined);
      this.copied.set(false);
      this.ended.set(true);
    });
  }

  protected async copy(address: HTMLInputElement): Promise<void> {
    address.select();
    // Where the clipboard is out of reach the link is chosen, for the keys that everybody knows.
    await navigator.clipboard.writeText(address.value).then(
      () => this.copied.set(true),
      () => undefined,
    );
  }

  private async doing(deed: () => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.failure.set(undefined);
    try {
      await deed();
    } catch (error) {
      this.failure.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }
}
