import {
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  input,
  numberAttribute,
  resource,
  signal,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { DocumentOut, DocumentPatch, MemberOut } from '../api/models';
import { todayIn } from '../core/day';
import { Dialogs } from '../core/dialogs';
import { Family } from '../core/family';
import { Figures } from '../core/figures';
import { PageFailure } from '../core/page-failure';
import { Preferences } from '../core/preferences';
import { explain, Failure, failureOf, inWords } from '../core/problem';
import { Toasts } from '../core/toasts';
import { holdWhile } from '../core/unsaved';
import { EmptyState } from '../ui/empty-state';
import { FileSource } from '../ui/file-source';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { DocumentCard } from './document-card';
import { ACCEPTED } from './file-kind';
import { Parcel, Shelf } from './shelf';

/** A member's clinical reports: put here, checked by the server, and looked at in a tab of their own. */
@Component({
  selector: 'praan-documents',
  imports: [DocumentCard, EmptyState, FileSource, Icon, MatButton, PageFailure, Skeleton, TranslocoDirective],
  templateUrl: './documents-page.html',
  styleUrl: './documents-page.scss',
  providers: [Shelf],
  host: { '(dragover)': 'drag($event)', '(drop)': 'drop($event)' },
})
export class DocumentsPage {
  private readonly family = inject(Family);
  private readonly toasts = inject(Toasts);
  private readonly dialogs = inject(Dialogs);
  private readonly view = inject(DOCUMENT).defaultView;
  private readonly language = inject(Preferences).language;
  protected readonly shelf = inject(Shelf);

  readonly memberId = input.required({ transform: numberAttribute });

  protected readonly accepted = ACCEPTED;
  private readonly members = resource({ loader: () => this.family.load() });
  protected readonly member = computed<MemberOut | undefined>(() =>
    this.members.hasValue() ? this.members.value().find((each) => each.id === this.memberId()) : undefined,
  );
  protected readonly mayWrite = computed(() => !!this.member() && this.member()?.role !== 'READ_ONLY');
  protected readonly heading = computed(() => {
    const member = this.member();
    if (!member) return 'documents.title';
    return member.relation_type === 'SELF' ? 'documents.heading_self' : 'documents.heading';
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const failed = failureOf(this.members.error()) ?? this.shelf.failure();
    if (failed) return failed;
    const known = this.members.hasValue();
    return known && !this.member() ? { cause: 'forbidden', fields: [] } : undefined;
  });
  protected readonly busy = signal(false);

  constructor() {
    // A page that is left takes its uploads along.
    holdWhile(() => this.shelf.sending());
    effect(() => {
      const memberId = this.memberId();
      untracked(() => this.shelf.show(memberId));
    });
  }

  protected retry(): void {
    this.members.reload();
    void this.shelf.look();
  }

  protected percent(parcel: Parcel): string {
    return new Figures(this.language()).percent(Math.round(parcel.share * 100));
  }

  /** Opens the document beside this page. The tab is opened before the link is asked for: later it would be refused. */
  protected async open(document: DocumentOut): Promise<void> {
    const tab = this.view?.open('', '_blank') ?? null;
    if (tab) tab.opener = null;
    try {
      const { url } = await this.shelf.link(document);
      if (tab) tab.location.replace(url);
      else this.view?.location.assign(url);
    } catch (error) {
      tab?.close();
      this.tell(error);
    }
  }

  protected async edit(document: DocumentOut): Promise<void> {
    const body = await this.dialogs.open<DocumentPatch | null>(
      () => import('./document-dialog').then((file) => file.DocumentDialog),
      { document, today: todayIn(this.member()?.time_zone ?? 'UTC') },
    );
    if (body) await this.doing(() => this.shelf.change(document, body));
  }

  protected async remove(document: DocumentOut, name: string): Promise<void> {
    await this.doing(async () => {
      await this.shelf.remove(document);
      const run = async () => {
        await this.shelf.restore(document);
        this.toasts.show('documents.restored', { name });
      };
      this.toasts.show('documents.deleted', { name }, { key: 'toast.undo', run });
    });
  }

  protected again(document: DocumentOut): Promise<void> {
    return this.doing(() => this.shelf.retry(document));
  }

  protected more(): Promise<void> {
    return this.doing(() => this.shelf.showMore());
  }

  protected drag(event: DragEvent): void {
    // Without this the browser would leave the page for the file.
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  }

  protected drop(event: DragEvent): void {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    if (this.mayWrite()) for (const file of files) this.shelf.send(file);
  }

  private async doing(deed: () => Promise<void>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    try {
      await deed();
    } catch (error) {
      this.tell(error);
    } finally {
      this.busy.set(false);
    }
  }

  private tell(error: unknown): void {
    const failure = explain(error);
    this.toasts.show(...inWords(failure));
    // Somebody else may have changed or deleted it.
    if (failure.cause === 'forbidden' || failure.cause === 'conflict') void this.shelf.look();
  }
}
