import { DBSchema, IDBPDatabase, openDB } from 'idb';

import { Drawer, Keys, Place, Sealed } from './vault-shelf';

const NAME = 'praan';
const RESIDENT = 'resident';

interface Database extends DBSchema {
  keys: { key: number; value: Keys };
  marks: { key: string; value: number };
  things: { key: [number, Drawer, string]; value: Sealed };
}

/** The browser's own database. Every method rejects where the browser refuses it. */
export class DeviceShelf {
  private opening?: Promise<IDBPDatabase<Database>>;

  /** `closed` is called when the connection is gone: what is there then may be another database. */
  constructor(private readonly closed: () => void = () => undefined) {}

  /** The keys of a person; the first to ask makes them with `fresh`. */
  async keys(owner: number, fresh: Keys): Promise<Keys> {
    // One transaction, so that two tabs that open at once agree on one key.
    const tx = (await this.database()).transaction('keys', 'readwrite');
    const kept = await tx.store.get(owner);
    if (!kept) await tx.store.put(fresh);
    await tx.done;
    return kept ?? fresh;
  }

  /** Who was signed in here last, and has not left. */
  async resident(): Promise<number | undefined> {
    return (await this.database()).get('marks', RESIDENT);
  }

  async settle(owner: number | undefined): Promise<void> {
    const database = await this.database();
    await (owner === undefined ? database.delete('marks', RESIDENT) : database.put('marks', owner, RESIDENT));
  }

  /** Puts all of them or none. With `known`, only over what is there already; answers whether it did. */
  async put(things: readonly Sealed[], known = false): Promise<boolean> {
    // Strict: what a person was told is kept survives a device that loses its power.
    const tx = (await this.database()).transaction('things', 'readwrite', { durability: 'strict' });
    const found = known ? await Promise.all(things.map((each) => tx.store.getKey(key(each)))) : [];
    const there = found.every((each) => each !== undefined);
    if (there) await Promise.all(things.map((each) => tx.store.put(each)));
    await tx.done;
    return there;
  }

  async get(place: Place): Promise<Sealed | undefined> {
    return (await this.database()).get('things', key(place));
  }

  async all(owner: number, drawer: Drawer): Promise<Sealed[]> {
    return (await this.database()).getAll('things', within(owner, drawer));
  }

  async remove(places: readonly Place[]): Promise<void> {
    const tx = (await this.database()).transaction('things', 'readwrite');
    await Promise.all([...places.map((each) => tx.store.delete(key(each))), tx.done]);
  }

  async clear(owner: number, drawer: Drawer): Promise<void> {
    await (await this.database()).delete('things', within(owner, drawer));
  }

  /** Throws away a person's keys and all that they had sealed. */
  async destroy(owner: number): Promise<void> {
    const tx = (await this.database()).transaction(['keys', 'marks', 'things'], 'readwrite', {
      durability: 'strict',
    });
    const resident = await tx.objectStore('marks').get(RESIDENT);
    if (resident === owner) await tx.objectStore('marks').delete(RESIDENT);
    await tx.objectStore('keys').delete(owner);
    await tx.objectStore('things').delete(IDBKeyRange.bound([owner], [owner, []]));
    await tx.done;
  }

  /** Gives up the connection, which may be broken though nobody said so; the next use makes another. */
  reopen(): void {
    this.opening?.then((database) => database.close()).catch(() => undefined);
    this.opening = undefined;
    this.closed();
  }

  private database(): Promise<IDBPDatabase<Database>> {
    this.opening ??= openDB<Database>(NAME, 1, {
      upgrade(database) {
        database.createObjectStore('keys', { keyPath: 'owner' });
        database.createObjectStore('marks');
        database.createObjectStore('things', { keyPath: ['owner', 'drawer', 'id'] });
      },
      // A newer version of the app in another tab goes first; this one opens again when it needs to.
      blocking: () => this.reopen(),
      terminated: () => this.reopen(),
    });
    const opening = this.opening;
    opening.catch(() => {
      if (this.opening === opening) this.opening = undefined;
    });
    return opening;
  }
}

function key({ owner, drawer, id }: Place): [number, Drawer, string] {
  return [owner, drawer, id];
}

function within(owner: number, drawer: Drawer): IDBKeyRange {
  return IDBKeyRange.bound([owner, drawer], [owner, drawer, []]);
}
