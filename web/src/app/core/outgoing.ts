import { computed, DestroyRef, DOCUMENT, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Observable, Subject } from 'rxjs';

import { alone } from './alone';
import { Live } from './live';
import { Courier, Outcome } from './outgoing-courier';
import { Delivery, Draft, Held, pack, Parcel, unpack } from './outgoing-parcel';
import { Failure } from './problem';
import { Session } from './session';
import { Vault } from './vault';

export type { Delivery, Draft, LogType, Parcel } from './outgoing-parcel';

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;
/** So often the server may break over a parcel before a person is asked. */
const MOST_BROKEN = 5;

type Word =
  | { kind: 'held'; owner: number; parcel: Held }
  | { kind: 'gone'; owner: number; id: string }
  | { kind: 'delivered'; owner: number; delivery: Delivery };

/** Everything a family writes goes through here: kept on this device first, then sent, exactly once. */
@Injectable({ providedIn: 'root' })
export class Outgoing {
  private readonly session = inject(Session);
  private readonly live = inject(Live);
  private readonly vault = inject(Vault);
  private readonly courier = inject(Courier);
  private readonly window = inject(DOCUMENT).defaultView;
  private readonly channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('praan.outgoing') : null;

  private readonly owner = computed(() => this.session.user()?.id);
  private readonly held = signal<readonly Held[]>([]);
  private readonly done = new Subject<Delivery>();

  /** What the server does not have yet, the oldest first. */
  readonly parcels = computed<readonly Parcel[]>(() => this.held());
  /** Each parcel once, in every open tab, as soon as the server has it. */
  readonly delivered: Observable<Delivery> = this.done.asObservable();
  /** False when the browser keeps nothing for us: what waits is lost when the page closes. */
  readonly kept = this.vault.kept;

  private readonly blocked = signal<Failure | null>(null);
  /** Why the way is closed; stays until all that waited has gone, so that it does not come and go. */
  readonly blockage = this.blocked.asReadonly();
  private readonly late = signal(false);
  /** Whether something has had to wait: from the first obstacle, or an earlier page, until all has gone. */
  readonly delayed = this.late.asReadonly();

  private delivering = false;
  private onceMore = false;
  /** Why nothing is sent before `timer` rings. */
  private pause?: Failure['cause'];
  private waits = 0;
  private timer?: ReturnType<typeof setTimeout>;
  private asked = false;

  constructor() {
    effect(() => {
      const owner = this.owner();
      untracked(() => {
        this.forget();
        if (owner !== undefined) void this.resume(owner);
      });
    });
    effect(() => {
      // Signed in again, perhaps in the middle of work.
      if (this.session.user()) untracked(() => this.wake());
    });
    effect(() => {
      if (this.live.state() === 'live') untracked(() => this.wake());
    });
    this.vault.left.pipe(takeUntilDestroyed()).subscribe((owner) => {
      if (owner === this.owner()) this.forget();
    });
    this.channel?.addEventListener('message', ({ data }: MessageEvent<Word>) => this.hear(data));

    const again = () => this.wake();
    const seen = () => this.window?.document.visibilityState === 'visible' && this.wake();
    const leaving = (event: Event) => {
      if (!this.kept() && this.held().length) event.preventDefault();
    };
    this.window?.addEventListener('online', again);
    this.window?.document.addEventListener('visibilitychange', seen);
    this.window?.addEventListener('beforeunload', leaving);
    inject(DestroyRef).onDestroy(() => {
      this.window?.removeEventListener('online', again);
      this.window?.document.removeEventListener('visibilitychange', seen);
      this.window?.removeEventListener('beforeunload', leaving);
      this.forget();
      this.channel?.close();
    });
  }

  /** Resolves once the draft is kept safely on this device; the rest happens by itself. */
  async send(draft: Draft): Promise<Parcel> {
    // Somebody else has signed in since it was written: it must not become theirs.
    if (this.session.displaced()) throw new Error('somebody else is here');
    const owner = this.owner() ?? (await this.session.recall()).id;
    const parcel: Held = {
      ...draft,
      id: crypto.randomUUID(),
      state: 'waiting',
      progress: 0,
      since: Date.now(),
      broken: 0,
    };
    const things = [{ drawer: 'parcel' as const, id: parcel.id, bytes: pack(parcel) }];
    const photo = draft.photo && new Uint8Array(await draft.photo.arrayBuffer());
    await this.vault.put(
      owner,
      photo ? [...things, { drawer: 'photo', id: parcel.id, bytes: photo }] : things,
    );
    const shown = this.show(parcel);
    this.tell({ kind: 'held', owner, parcel });
    void this.deliver();
    return shown;
  }

  /** The parcels of one member. */
  of(memberId: number): Parcel[] {
    return this.parcels().filter((each) => each.memberId === memberId);
  }

  /** Sends a refused parcel again, or one that waits at once. */
  async retry(id: string): Promise<void> {
    const owner = this.owner();
    const parcel = this.held().find((each) => each.id === id);
    if (owner === undefined || !parcel) return;
    if (parcel.state === 'refused')
      await this.change(owner, id, { state: 'waiting', failure: undefined, broken: 0 }, true);
    this.wake(true);
  }

  /** Throws a parcel away for good. One that is just being sent is left alone. */
  async discard(id: string): Promise<void> {
    const owner = this.owner();
    const parcel = this.held().find((each) => each.id === id);
    if (owner === undefined || parcel?.state === 'sending') return;
    await this.drop(owner, id);
    this.tell({ kind: 'gone', owner, id });
  }

  /** Tries now what waits for a connection; what the server asked to wait for goes on waiting. */
  wake(anyway = false): void {
    if (this.pause === 'too_many' || this.pause === 'busy') {
      if (!anyway) return;
    }
    this.go();
    void this.deliver();
  }

  /** What an earlier page has left goes first. */
  private async resume(owner: number): Promise<void> {
    await this.load(owner);
    if (this.held().length) this.late.set(true);
    await this.deliver();
  }

  private async load(owner: number): Promise<void> {
    const kept = await this.vault.all(owner, 'parcel');
    const known = new Map(this.held().map((each) => [each.id, each]));
    const parcels = await Promise.all(
      kept.map(async ({ bytes }) => {
        const found = await unpack(bytes, (id) =>
          known.has(id) ? Promise.resolve(undefined) : this.vault.get(owner, 'photo', id),
        );
        const { photo, photoUrl } = known.get(found.id) ?? withUrl(found);
        return { ...found, photo, photoUrl };
      }),
    );
    if (owner !== this.owner()) return parcels.forEach(release);
    const ids = new Set(parcels.map((each) => each.id));
    // Written while this was read.
    const younger = this.held().filter((each) => !known.has(each.id) && !ids.has(each.id));
    for (const [id, each] of known) if (!ids.has(id)) release(each);
    this.held.set([...parcels, ...younger].sort((a, b) => a.since - b.since));
  }

  /** Delivers all that waits. Of all open tabs one does it; the others stand in line, should it be closed. */
  private async deliver(): Promise<void> {
    const owner = this.owner();
    if (owner === undefined || this.pause || !this.next()) return;
    if (this.delivering) {
      this.onceMore = true;
      return;
    }
    this.delivering = true;
    try {
      await alone(`praan.outgoing.${owner}`, async () => {
        await this.load(owner);
        for (let parcel = this.next(); parcel; parcel = this.next()) {
          if (this.owner() !== owner || this.pause) return;
          const { id } = parcel;
          const outcome = await this.courier.deliver(parcel, (change, keep) =>
            this.change(owner, id, change, keep),
          );
          if (this.owner() === owner) await this.settle(owner, id, outcome);
        }
      });
    } finally {
      this.delivering = false;
    }
    if (this.onceMore) {
      this.onceMore = false;
      await this.deliver();
    }
  }

  /** What goes next: figures before photos, which must not keep them on a slow line. */
  private next(): Held | undefined {
    const waiting = this.held().filter((each) => each.state !== 'refused');
    return waiting.find((each) => !each.photo) ?? waiting[0];
  }

  private async settle(owner: number, id: string, outcome: Outcome): Promise<void> {
    const parcel = this.held().find((each) => each.id === id);
    if (!parcel) return;
    switch (outcome.kind) {
      case 'delivered': {
        const delivery = { parcel, logId: outcome.logId, status: outcome.status };
        await this.drop(owner, id);
        this.waits = 0;
        this.done.next(delivery);
        this.tell({ kind: 'delivered', owner, delivery });
        return;
      }
      case 'gone':
        return this.remove(id);
      case 'later':
        await this.change(owner, id, { state: 'waiting', failure: outcome.failure });
        return this.wait(outcome.failure);
      case 'refused':
        await this.change(owner, id, { state: 'refused', failure: outcome.failure }, true);
        return;
      case 'broken': {
        const broken = parcel.broken + 1;
        const state = broken < MOST_BROKEN ? 'waiting' : 'refused';
        await this.change(owner, id, { state, broken, failure: outcome.failure }, true);
        if (state === 'waiting') this.wait(outcome.failure);
        return;
      }
    }
  }

  /** Tries again later: when the server said, else after twice as long each time, never all tabs at once. */
  private wait(failure: Failure): void {
    const grown = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.waits++);
    const wait = failure.wait === undefined ? grown * (0.5 + Math.random() / 2) : failure.wait * 1_000;
    this.pause = failure.cause;
    this.blocked.set(failure);
    this.late.set(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.go();
      void this.deliver();
    }, wait);
    if (!this.asked) {
      this.asked = true;
      // Asks the browser not to clear away what waits when the device runs out of room.
      void this.window?.navigator.storage?.persist?.().catch(() => false);
    }
  }

  private go(): void {
    clearTimeout(this.timer);
    this.pause = undefined;
  }

  /** Changes what is shown of a parcel, and with `keep` what is kept of it; false = it is not there any more. */
  private async change(owner: number, id: string, change: Partial<Held>, keep = false): Promise<boolean> {
    const old = this.held().find((each) => each.id === id);
    if (!old || this.owner() !== owner) return false;
    const parcel = { ...old, ...change };
    if (keep && !(await this.vault.put(owner, [{ drawer: 'parcel', id, bytes: pack(parcel) }], true)))
      return false;
    this.held.update((all) => all.map((each) => (each.id === id ? { ...each, ...change } : each)));
    if (change.state) this.tell({ kind: 'held', owner, parcel });
    return true;
  }

  private async drop(owner: number, id: string): Promise<void> {
    await this.vault.remove(owner, [
      { drawer: 'parcel', id },
      { drawer: 'photo', id },
    ]);
    this.remove(id);
  }

  private show(parcel: Held): Held {
    const old = this.held().find((each) => each.id === parcel.id);
    const shown = old ? { ...parcel, photo: old.photo, photoUrl: old.photoUrl } : withUrl(parcel);
    this.held.update((all) =>
      old
        ? all.map((each) => (each === old ? shown : each))
        : [...all, shown].sort((a, b) => a.since - b.since),
    );
    return shown;
  }

  private remove(id: string): void {
    this.held()
      .filter((each) => each.id === id)
      .forEach(release);
    this.held.update((all) => all.filter((each) => each.id !== id));
    if (!this.next()) this.calm();
  }

  private calm(): void {
    this.blocked.set(null);
    this.late.set(false);
  }

  private forget(): void {
    this.go();
    this.waits = 0;
    this.calm();
    this.held().forEach(release);
    this.held.set([]);
  }

  /** What happens in one tab is seen in all of them. */
  private tell(word: Word): void {
    this.channel?.postMessage(word);
  }

  private hear(word: Word): void {
    if (word.owner !== this.owner()) return;
    if (word.kind === 'held') {
      this.show(word.parcel);
      void this.deliver();
    } else if (word.kind === 'gone') this.remove(word.id);
    else {
      this.remove(word.delivery.parcel.id);
      this.done.next(word.delivery);
    }
  }
}

function withUrl(parcel: Held): Held {
  return { ...parcel, photoUrl: parcel.photo && URL.createObjectURL(parcel.photo) };
}

function release({ photoUrl }: Held): void {
  if (photoUrl) URL.revokeObjectURL(photoUrl);
}
