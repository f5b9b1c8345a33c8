import { DestroyRef, inject, Injectable, signal, untracked } from '@angular/core';
import { Subject } from 'rxjs';

import { DeviceShelf } from './vault-device';
import { MemoryShelf } from './vault-memory';
import { makeKeys, nameOf, open, seal } from './vault-seal';
import { Drawer, Keys, Thing } from './vault-shelf';

export type { Thing } from './vault-shelf';

/** A device that has just refused what lies in memory is not asked to take it again before. */
const PAUSE_MS = 5_000;

/** What the other tabs hear of a person who has come; of one who has left they hear the number alone. */
interface Settled {
  settled: number;
}

/**
 * Keeps what a person needs on this device, sealed (AES-256-GCM) with a key that no script can read and that
 * only this person's session opens. Leaving destroys the key and all that it had sealed. What the device
 * refuses (a private window, no room, a lost connection) lies in this page's memory until it can be taken there.
 */
@Injectable({ providedIn: 'root' })
export class Vault {
  private readonly device = new DeviceShelf(() => this.opened.clear());
  private readonly memory = new MemoryShelf();
  private readonly opened = new Map<number, Promise<Keys>>();
  private readonly durable = signal(true);
  /** Changes that the device has refused, in their order. */
  private readonly owed: ((device: DeviceShelf) => Promise<void>)[] = [];
  private mending?: Promise<void>;
  private notBefore = 0;
  /** Who is here, as far as this page knows. */
  private current?: number;

  /** False while the browser keeps not everything for us: what it does not is lost when the page closes. */
  readonly kept = this.durable.asReadonly();

  private readonly arrivals = new Subject<number>();
  /** Who has just settled in another tab. */
  readonly arrived = this.arrivals.asObservable();
  private readonly goodbyes = new Subject<number>();
  /** Who has just signed out, in this tab or in another. */
  readonly left = this.goodbyes.asObservable();
  private channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('praan.vault') : null;
  /** Coming and going happen one after the other, in the order they were asked for. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor() {
    this.channel?.addEventListener('message', ({ data }: MessageEvent<number | Settled>) => {
      if (typeof data === 'number') this.lose(data);
      else this.arrivals.next(data.settled);
    });
    inject(DestroyRef).onDestroy(() => {
      this.channel?.close();
      this.channel = null;
    });
  }

  /** Makes the vault this person's: the one whose things a page without a network may show. */
  settle(owner: number): Promise<void> {
    return this.inTurn(async () => {
      await this.seat(owner);
      this.channel?.postMessage({ settled: owner } satisfies Settled);
    });
  }

  /** The person who was here last and has not left. */
  resident(): Promise<number | undefined> {
    return this.inTurn(() => this.ask((device) => device.resident(), this.current));
  }

  /** The session ended by itself: what is on its way stays for its owner, what was only remembered goes. */
  leave(): Promise<void> {
    return this.inTurn(async () => {
      const owner = await this.ask((device) => device.resident(), this.current);
      if (owner === undefined) return;
      await this.seat(undefined);
      await this.clear(owner, 'answer');
    });
  }

  /** Signed out: nothing that was sealed for this person can ever be opened again. */
  destroy(owner: number): Promise<void> {
    return this.inTurn(async () => {
      this.lose(owner);
      await this.change((device) => device.destroy(owner));
      this.channel?.postMessage(owner);
    });
  }

  /** Keeps things, all or none. With `known` only where they are kept already; answers whether it did. */
  async put(owner: number, things: readonly Thing[], known = false): Promise<boolean> {
    await this.mend();
    const [first] = things;
    const held = known && first && this.memory.get(owner, first);
    if (!held) {
      try {
        return await this.putOnDevice(owner, things, known);
      } catch (error) {
        if (things.every((each) => each.drawer === 'answer')) throw error;
        this.durable.set(false);
      }
    }
    // The page's memory is better than losing what somebody just wrote.
    this.memory.put(owner, things);
    return true;
  }

  async get(owner: number, drawer: Drawer, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return (
      this.memory.get(owner, { drawer, id })?.bytes ??
      this.ask(async (device) => {
        const found = await device.get({ owner, drawer, id });
        return found && open(await this.keys(owner), found);
      }, undefined)
    );
  }

  /** All of a drawer that can be opened, with the time each was put there. */
  async all(owner: number, drawer: Drawer): Promise<(Thing & { at: number })[]> {
    const onDevice = await this.ask(async (device) => {
      const [found, keys] = [await device.all(owner, drawer), await this.keys(owner)];
      return Promise.all(found.map(async (each) => ({ ...each, bytes: await open(keys, each) })));
    }, []);
    const opened = onDevice.flatMap(({ id, at, bytes }) => (bytes ? [{ drawer, id, at, bytes }] : []));
    return unique([...opened, ...this.memory.all(owner, drawer)]);
  }

  /** Names and times of what lies in a drawer, unopened. */
  async list(owner: number, drawer: Drawer): Promise<{ id: string; at: number }[]> {
    const onDevice = await this.ask((device) => device.all(owner, drawer), []);
    return unique([...onDevice, ...this.memory.all(owner, drawer)]).map(({ id, at }) => ({ id, at }));
  }

  async remove(owner: number, things: readonly { drawer: Drawer; id: string }[]): Promise<void> {
    const places = things.map(({ drawer, id }) => ({ owner, drawer, id }));
    this.memory.remove(owner, things);
    await this.change((device) => device.remove(places));
  }

  async clear(owner: number, drawer: Drawer): Promise<void> {
    this.memory.remove(owner, this.memory.all(owner, drawer));
    await this.change((device) => device.clear(owner, drawer));
  }

  /** A name that tells nothing of `words` to who has not this person's key. Rejects where the device refuses keys. */
  async name(owner: number, words: string): Promise<string> {
    return nameOf(await this.keys(owner), words);
  }

  private async putOnDevice(owner: number, things: readonly Thing[], known: boolean): Promise<boolean> {
    // What comes later must not be undone by what is still to be done.
    if (this.owed.length) throw new Error('not yet');
    const keys = await this.keys(owner);
    return this.device.put(await Promise.all(things.map((each) => seal(keys, each))), known);
  }

  private keys(owner: number): Promise<Keys> {
    const opening = this.opened.get(owner) ?? makeKeys(owner).then((fresh) => this.device.keys(owner, fresh));
    this.opened.set(owner, opening);
    opening.catch(() => this.opened.delete(owner));
    return opening;
  }

  private seat(owner: number | undefined): Promise<void> {
    this.current = owner;
    return this.change((device) => device.settle(owner));
  }

  private lose(owner: number): void {
    this.opened.delete(owner);
    this.memory.destroy(owner);
    if (this.current === owner) this.current = undefined;
    this.goodbyes.next(owner);
  }

  private inTurn<T>(deed: () => Promise<T>): Promise<T> {
    const done = this.turn.then(deed);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Changes something on the device: now, or as soon as it lets us. */
  private async change(deed: (device: DeviceShelf) => Promise<void>): Promise<void> {
    await this.mend();
    try {
      if (this.owed.length) throw new Error('not yet');
      await deed(this.device);
    } catch {
      this.owed.push(deed);
      this.durable.set(false);
    }
  }

  /** Asks the device; where it refuses, the answer is `otherwise`. */
  private async ask<T>(question: (device: DeviceShelf) => Promise<T>, otherwise: T): Promise<T> {
    await this.mend();
    try {
      return await question(this.device);
    } catch {
      this.durable.set(false);
      return otherwise;
    }
  }

  /** After a refusal, before each use: tries the device again. */
  private mend(): Promise<void> {
    if (untracked(this.durable)) return Promise.resolve();
    this.mending ??= this.catchUp()
      .catch(() => undefined)
      .finally(() => (this.mending = undefined));
    return this.mending;
  }

  /** Does on the device what it has refused, and takes there what lies in memory. Rejects where it refuses again. */
  private async catchUp(): Promise<void> {
    await this.device.resident().catch(() => {
      this.device.reopen();
      return this.device.resident();
    });
    for (let deed = this.owed[0]; deed; deed = this.owed[0]) {
      await deed(this.device);
      this.owed.shift();
    }
    const held = this.memory.everything();
    if (held.length && Date.now() < this.notBefore) return;
    this.notBefore = Date.now() + PAUSE_MS;
    for (const owner of new Set(held.map((each) => each.owner))) {
      const things = held.filter((each) => each.owner === owner);
      await this.putOnDevice(owner, things, false);
      this.memory.release(things);
    }
    if (this.memory.everything().length) return;
    this.notBefore = 0;
    this.durable.set(true);
  }
}

/** The last of each name. */
function unique<T extends { id: string }>(things: readonly T[]): T[] {
  return [...new Map(things.map((each) => [each.id, each])).values()];
}
