import { computed, signal } from '@angular/core';

import { LogOut } from '../api/models';
import { explain, Failure } from '../core/problem';
import { Answer, cut, merge, Page, Piece, Section, sectionsOf } from './pages';

/** Asks the server for what comes after a cursor; `at` is when it said so, which offline is a while ago. */
export type Read = (cursor: string | null, limit: number) => Promise<Answer & { at: number }>;

const PAGE = 50;
const MOST = 100;
/** Links to photos are good for five minutes. */
const OLD_MS = 4 * 60_000;

/**
 * A list without an end: read page by page as somebody goes down, and again where they look when something may
 * have changed. What is new above waits in `fresh` so that nothing moves under the reader's eyes.
 */
export class Feed {
  private readonly all = signal<readonly Page[]>([]);
  private serial = 0;
  /** Counts the beginnings: an answer to an earlier one comes too late. */
  private beginning = 0;
  private rereading = new Set<number>();

  readonly loading = signal(false);
  readonly failure = signal<Failure | null>(null);
  readonly fresh = signal<readonly LogOut[]>([]);
  /** When the server was last heard. */
  readonly readAt = signal<number | null>(null);
  readonly sections = computed<Section[]>(() => sectionsOf(this.all()));
  readonly begun = computed(() => this.all().length > 0);
  readonly empty = computed(() => this.begun() && this.sections().length === 0 && !this.more());
  readonly more = computed(() => this.all().at(-1)?.next != null);
  readonly count = computed(() => this.all().reduce((sum, page) => sum + page.logs.length, 0));
  private gap = false;

  constructor(
    private readonly read: Read,
    private readonly dayOf: (instant: string) => string,
  ) {}

  /** Reads the next page. A failure stands beside what is there already, until somebody tries again. */
  async next(): Promise<void> {
    const last = this.all().at(-1);
    if (this.loading() || (last && last.next === null)) return;
    const beginning = this.beginning;
    this.loading.set(true);
    try {
      const answer = await this.read(last?.next ?? null, PAGE);
      if (beginning !== this.beginning) return;
      const page = this.page(last?.next ?? null, answer);
      this.all.update((pages) => [...pages, page]);
      this.failure.set(null);
    } catch (error) {
      if (beginning === this.beginning) this.failure.set(explain(error));
    } finally {
      if (beginning === this.beginning) this.loading.set(false);
    }
  }

  /** Something may have changed anywhere: what is looked at is read again now, the rest when somebody comes to it. */
  async lookAgain(): Promise<void> {
    if (!this.begun()) return this.failure() ? this.next() : undefined;
    for (const page of this.all()) page.stale = true;
    const looked = this.all().filter((page, place) => !place || page.pieces.some((piece) => piece.near()));
    await Promise.all(looked.map((page) => this.reread(page)));
  }

  /** Somebody comes to a piece. */
  async come(piece: Piece): Promise<void> {
    const page = this.all().find((each) => each.serial === piece.page);
    if (!page) return;
    const tooOld = Date.now() - page.readAt > OLD_MS && page.logs.some((log) => log.photo);
    if (page.stale || tooOld) await this.reread(page);
  }

  /** Puts what has come meanwhile on top. */
  async takeFresh(): Promise<void> {
    const fresh = this.fresh();
    const first = this.all()[0];
    this.fresh.set([]);
    if (this.gap || !first) return this.again();
    this.replace(first, { logs: [...fresh, ...first.logs], next: first.next });
  }

  /** Begins anew. */
  async again(): Promise<void> {
    this.beginning++;
    this.gap = false;
    this.fresh.set([]);
    this.failure.set(null);
    this.loading.set(false);
    this.all.set([]);
    await this.next();
  }

  /** The log beside another one, or the first; undefined at either end of what is loaded. */
  beside(id: number | null, step: 1 | -1): { log: LogOut; piece: Piece } | undefined {
    const places = this.sections().flatMap(({ pieces }) =>
      pieces.flatMap((piece) => piece.logs().map((log) => ({ log, piece }))),
    );
    const at = id === null ? -1 : places.findIndex((place) => place.log.id === id);
    return at < 0 ? places[0] : places[at + step];
  }

  /** A failure is left for the next look: what is shown stays right as far as anybody knows. */
  private async reread(page: Page): Promise<void> {
    if (this.rereading.has(page.serial)) return;
    this.rereading.add(page.serial);
    const beginning = this.beginning;
    page.stale = false;
    try {
      // The first page is asked for in the same words each time, so that offline its last answer is known.
      const limit = page.logs.length <= PAGE ? PAGE : MOST;
      const answer = await this.read(page.cursor, limit);
      const now = this.all().find((each) => each.serial === page.serial);
      if (beginning !== this.beginning || !now) return;
      if (answer.at < now.readAt) {
        now.stale = true;
        return;
      }
      const merged = merge(now, answer, now === this.all().at(-1));
      if (page.cursor === null) {
        this.gap = merged.gap;
        this.fresh.set(merged.fresh);
      }
      this.replace(now, merged, answer.at);
    } catch {
      page.stale = true;
    } finally {
      this.rereading.delete(page.serial);
    }
  }

  private replace(page: Page, { logs, next }: Answer, readAt = page.readAt): void {
    const pieces = cut(page.serial, logs, this.dayOf, page.pieces);
    this.readAt.set(readAt);
    const now = { ...page, logs, next, pieces, readAt, stale: false };
    this.all.update((pages) => pages.map((each) => (each === page ? now : each)));
  }

  private page(cursor: string | null, { logs, next, at }: Answer & { at: number }): Page {
    const serial = ++this.serial;
    this.readAt.set(at);
    return { serial, cursor, next, logs, pieces: cut(serial, logs, this.dayOf), readAt: at, stale: false };
  }
}
