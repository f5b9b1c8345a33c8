import { computed, inject, Injectable, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';

import { Api } from '../api/api';
import {
  addDocument,
  addUpload,
  changeDocument,
  deleteDocument,
  linkDocument,
  listDocuments,
  readDocument,
  restoreDocument,
  retryDocument,
} from '../api/functions';
import { DocumentLink, DocumentOut, DocumentPatch } from '../api/models';
import { Live, LiveMessage } from '../core/live';
import { Upload } from '../core/outgoing-upload';
import { pacing } from '../core/pace';
import { explain, Failure } from '../core/problem';
import { Mistake, mistakeOf, titleOf, typeOf } from './file-kind';

const PAGE = 50;

/** A file on its way to the server, or one that did not get there. */
export interface Parcel {
  id: number;
  file: File;
  /** 0 to 1. */
  share: number;
  mistake?: Mistake;
  failure?: Failure;
}

/** One member's documents, newest first, as they are now; and the files on their way. Provided by the page. */
@Injectable()
export class Shelf {
  private readonly api = inject(Api);
  private readonly live = inject(Live);
  private readonly upload = inject(Upload);

  private readonly all = signal<readonly DocumentOut[] | undefined>(undefined);
  private readonly parcels = signal<readonly Parcel[]>([]);
  private readonly next = signal<string | null>(null);
  private readonly wrong = signal<Failure | undefined>(undefined);
  private readonly looking = pacing(() => void this.look());
  private memberId = 0;
  private sent = 0;

  /** Undefined until the first answer. */
  readonly documents = this.all.asReadonly();
  readonly onTheirWay = this.parcels.asReadonly();
  readonly failure = this.wrong.asReadonly();
  readonly more = computed(() => this.next() !== null);
  readonly sending = computed(() => this.parcels().some((each) => !each.failure && !each.mistake));

  constructor() {
    this.live.messages.pipe(takeUntilDestroyed()).subscribe((message) => this.hear(message));
  }

  /** Shows this member's documents from now on. */
  show(memberId: number): void {
    this.memberId = memberId;
    this.all.set(undefined);
    this.parcels.set([]);
    this.next.set(null);
    void this.look();
  }

  /** Looks at the newest again; older ones that were shown stay. */
  async look(): Promise<void> {
    const memberId = this.memberId;
    try {
      const { data, pagination } = await this.api.invoke(listDocuments, { member_id: memberId, limit: PAGE });
      if (memberId !== this.memberId) return;
      const last = pagination.has_more ? (data.at(-1)?.id ?? 0) : 0;
      const older = this.all()?.filter((each) => each.id < last) ?? [];
      if (!older.length) this.next.set(pagination.next_cursor);
      this.all.set([...data, ...older]);
      this.wrong.set(undefined);
    } catch (error) {
      // What is shown stays: it is right as far as anybody knows.
      if (memberId === this.memberId && !this.all()) this.wrong.set(explain(error));
    }
  }

  /** Shows older ones; rejects when they cannot be had. */
  async showMore(): Promise<void> {
    const [memberId, cursor] = [this.memberId, this.next()];
    if (cursor === null) return;
    const page = await this.api.invoke(listDocuments, { member_id: memberId, limit: PAGE, cursor });
    if (memberId !== this.memberId || cursor !== this.next()) return;
    const known = new Set(this.all()?.map((each) => each.id));
    this.all.update((all) => [...(all ?? []), ...page.data.filter((each) => !known.has(each.id))]);
    this.next.set(page.pagination.next_cursor);
  }

  /** Sends a file; what becomes of it shows in the list. */
  send(file: File): void {
    const parcel: Parcel = { id: ++this.sent, file, share: 0, mistake: mistakeOf(file) };
    this.parcels.update((all) => [...all, parcel]);
    if (!parcel.mistake) void this.deliver(parcel);
  }

  sendAgain(parcel: Parcel): void {
    this.note(parcel.id, { failure: undefined, share: 0 });
    void this.deliver(parcel);
  }

  discard(parcel: Parcel): void {
    this.parcels.update((all) => all.filter((each) => each.id !== parcel.id));
  }

  link(document: DocumentOut): Promise<DocumentLink> {
    return this.api.invoke(linkDocument, { document_id: document.id });
  }

  async change(document: DocumentOut, body: DocumentPatch): Promise<void> {
    this.put(await this.api.invoke(changeDocument, { document_id: document.id, body }));
  }

  async retry(document: DocumentOut): Promise<void> {
    this.put(await this.api.invoke(retryDocument, { document_id: document.id }));
  }

  async remove(document: DocumentOut): Promise<void> {
    await this.api.invoke(deleteDocument, { document_id: document.id });
    this.drop(document.id);
  }

  async restore(document: DocumentOut): Promise<void> {
    this.put(await this.api.invoke(restoreDocument, { document_id: document.id }));
  }

  private async deliver({ id, file }: Parcel): Promise<void> {
    const [member_id, content_type] = [this.memberId, typeOf(file)];
    if (!content_type) return;
    try {
      const key = await this.upload.bring(
        file,
        (facts) => this.api.invoke(addUpload, { body: { member_id, content_type, ...facts } }),
        (share) => this.note(id, { share }),
      );
      const body = { key, title: titleOf(file.name) };
      const params = { member_id, body, 'Idempotency-Key': crypto.randomUUID() };
      const made = await this.api.invoke(addDocument, params);
      this.parcels.update((all) => all.filter((each) => each.id !== id));
      this.put(made);
    } catch (error) {
      this.note(id, { failure: explain(error) });
    }
  }

  private hear({ type, member_id, id }: LiveMessage): void {
    if (type === 'resync') this.looking.ask();
    else if (type === 'document.updated' && member_id === this.memberId && id !== null) void this.lookAt(id);
  }

  private async lookAt(id: number): Promise<void> {
    try {
      this.put(await this.api.invoke(readDocument, { document_id: id }));
    } catch (error) {
      if (explain(error).cause === 'forbidden') this.drop(id);
    }
  }

  /** Puts a document where it belongs, in place of what was known of it. */
  private put(document: DocumentOut): void {
    if (document.member_id !== this.memberId) return;
    this.all.update((all) => {
      const others = (all ?? []).filter((each) => each.id !== document.id);
      return [...others, document].sort((a, b) => b.id - a.id);
    });
  }

  private drop(id: number): void {
    this.all.update((all) => all?.filter((each) => each.id !== id));
  }

  private note(id: number, change: Partial<Parcel>): void {
    this.parcels.update((all) => all.map((each) => (each.id === id ? { ...each, ...change } : each)));
  }
}
