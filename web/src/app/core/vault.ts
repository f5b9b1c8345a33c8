import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { Subject } from 'rxjs';

import { DeviceShelf } from './vault-device';
import { MemoryShelf } from './vault-memory';
import { Drawer, Keys, Sealed, Shelf } from './vault-shelf';

/** Something to keep: its name, and what it is. */
export interface Thing {
  drawer: Drawer;
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const ALGORITHM = 'AES-GCM';
const IV_BYTES = 12;

/**
 * Keeps what a person needs on this device, sealed (AES-256-GCM) with a key that no script can read and that
 * only this person's session opens. Leaving destroys the key and all that it had sealed.
 */
@Injectable({ providedIn: 'root' })
export class Vault {
  private device: Shelf | undefined = new DeviceShelf();
  private readonly memory = new MemoryShelf();
  private readonly opened = new Map<number, Promise<Keys>>();
  private readonly durable = signal(true);

  /** False when the browser keeps nothing for us: all is lost when the page closes. */
  readonly kept = this.durable.asReadonly();

  private readonly goodbyes = new Subject<number>();
  /** Who has just signed out, in this tab or in another. */
  readonly left = this.goodbyes.asObservable();
  private readonly channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('praan.vault') : null;
  /** Coming and going happen one after the other, in the order they were asked for. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor() {
    this.channel?.addEventListener('message', ({ data }: MessageEvent<number>) => this.lose(data));
    inject(DestroyRef).onDestroy(() => this.channel?.close());
  }

  /** Makes the vault this person's: the one whose things a page without a network may show. */
  settle(owner: number): Promise<void> {
    return this.inTurn(async () => {
      await this.keys(owner);
      await this.on((shelf) => shelf.settle(owner));
    });
  }

  /** The person who was here last and has not left. */
  resident(): Promise<number | undefined> {
    return this.inTurn(() => this.on((shelf) => shelf.resident()));
  }

  /** The session ended by itself: what is on its way stays for its owner, what was only remembered goes. */
  leave(): Promise<void> {
    return this.inTurn(async () => {
      const owner = await this.on((shelf) => shelf.resident());
      if (owner === undefined) return;
      await this.on((shelf) => shelf.settle(undefined));
      await this.clear(owner, 'answer');
    });
  }

  /** Signed out: nothing that was sealed for this person can ever be opened again. */
  destroy(owner: number): Promise<void> {
    return this.inTurn(async () => {
      this.lose(owner);
      await this.on((shelf) => shelf.destroy(owner));
      this.channel?.postMessage(owner);
    });
  }

  /** Keeps things, all or none. With `known` only where they are kept already; answers whether it did. */
  async put(owner: number, things: readonly Thing[], known = false): Promise<boolean> {
    const keys = await this.keys(owner);
    const sealed = await Promise.all(things.map((each) => seal(keys, each)));
    const [first] = sealed;
    if (known && first && (await this.memory.get(first))) return this.memory.put(sealed, known);
    try {
      return await (this.device ?? this.memory).put(sealed, known);
    } catch (error) {
      if (things.every((each) => each.drawer === 'answer')) throw error;
      // Full, or refused: the page's memory is better than losing what somebody just wrote.
      this.durable.set(false);
      return this.memory.put(sealed);
    }
  }

  async get(owner: number, drawer: Drawer, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const keys = await this.keys(owner);
    const place = { owner, drawer, id };
    const found = (await this.memory.get(place)) ?? (await this.on((shelf) => shelf.get(place)));
    return found && open(keys, found);
  }

  /** All of a drawer that can be opened, with the time each was put there. */
  async all(owner: number, drawer: Drawer): Promise<(Thing & { at: number })[]> {
    const keys = await this.keys(owner);
    const found = await this.sealed(owner, drawer);
    const opened = await Promise.all(
      found.map(async (each) => {
        const bytes = await open(keys, each);
        return bytes && { drawer, id: each.id, at: each.at, bytes };
      }),
    );
    return opened.filter((each) => each !== undefined);
  }

  /** Names and times of what lies in a drawer, unopened. */
  async list(owner: number, drawer: Drawer): Promise<{ id: string; at: number }[]> {
    return (await this.sealed(owner, drawer)).map(({ id, at }) => ({ id, at }));
  }

  async remove(owner: number, things: readonly { drawer: Drawer; id: string }[]): Promise<void> {
    const places = things.map(({ drawer, id }) => ({ owner, drawer, id }));
    await this.memory.remove(places);
    await this.on((shelf) => shelf.remove(places));
  }

  async clear(owner: number, drawer: Drawer): Promise<void> {
    await this.memory.clear(owner, drawer);
    await this.on((shelf) => shelf.clear(owner, drawer));
  }

  /** A name that tells nothing of `words` to who has not this person's key. */
  async name(owner: number, words: string): Promise<string> {
    const { name } = await this.keys(owner);
    const digest = await crypto.subtle.sign('HMAC', name, new TextEncoder().encode(words));
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
  }

  private async sealed(owner: number, drawer: Drawer): Promise<Sealed[]> {
    const onDevice = this.device ? await this.on((shelf) => shelf.all(owner, drawer)) : [];
    const inMemory = await this.memory.all(owner, drawer);
    return [...new Map([...onDevice, ...inMemory].map((each) => [each.id, each])).values()];
  }

  private keys(owner: number): Promise<Keys> {
    const opening =
      this.opened.get(owner) ?? make(owner).then((fresh) => this.on((shelf) => shelf.keys(owner, fresh)));
    this.opened.set(owner, opening);
    opening.catch(() => this.opened.delete(owner));
    return opening;
  }

  private lose(owner: number): void {
    this.opened.delete(owner);
    void this.memory.destroy(owner);
    this.goodbyes.next(owner);
  }

  private inTurn<T>(deed: () => Promise<T>): Promise<T> {
    const done = this.turn.then(deed);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** On the device's shelf; from the first refusal on (a private window, no room) in memory. */
  private async on<T>(deed: (shelf: Shelf) => Promise<T>): Promise<T> {
    if (this.device) {
      try {
        return await deed(this.device);
      } catch {
        this.durable.set(false);
        this.device = undefined;
      }
    }
    return deed(this.memory);
  }
}

async function make(owner: number): Promise<Keys> {
  const [seal, name] = await Promise.all([
    crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ]);
  return { owner, seal, name };
}

async function seal({ owner, seal: key }: Keys, { drawer, id, bytes }: Thing): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const place = { owner, drawer, id };
  const algorithm = { name: ALGORITHM, iv, additionalData: bound(place) };
  return { ...place, at: Date.now(), iv, bytes: await crypto.subtle.encrypt(algorithm, key, bytes) };
}

/** What was sealed; nothing when it was sealed by another key or for another place. */
async function open(keys: Keys, thing: Sealed): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const algorithm = { name: ALGORITHM, iv: thing.iv, additionalData: bound(thing) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, keys.seal, thing.bytes));
  } catch {
    return undefined;
  }
}

/** Binds what is sealed to its place, so that it opens nowhere else. */
function bound({ owner, drawer, id }: Pick<Sealed, 'owner' | 'drawer' | 'id'>): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${owner}/${drawer}/${id}`);
}
