/** What the vault keeps apart: entries on their way, their photos, and answers to show without a network. */
export type Drawer = 'parcel' | 'photo' | 'answer';

/** Where something lies: whose it is, in which drawer, by which name. */
export interface Place {
  owner: number;
  drawer: Drawer;
  id: string;
}

/** Something sealed, as it lies on the device. Nothing of its content can be read from it. */
export interface Sealed extends Place {
  /** When it was put there (ms), so that old things can be thrown away unread. */
  at: number;
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

/** One person's keys on this device; no script can read what is in them. */
export interface Keys {
  owner: number;
  /** Seals and opens. */
  seal: CryptoKey;
  /** Turns a name that tells something (an address that was asked for) into one that tells nothing. */
  name: CryptoKey;
}

/** Where sealed things lie: the device's database, or this page's memory where there is none. */
export interface Shelf {
  /** The keys of a person; the first to ask makes them with `fresh`. */
  keys(owner: number, fresh: Keys): Promise<Keys>;
  /** Who was signed in here last, and has not left. */
  resident(): Promise<number | undefined>;
  settle(owner: number | undefined): Promise<void>;
  /** Puts all of them or none. With `known`, only over what is there already; answers whether it did. */
  put(things: readonly Sealed[], known?: boolean): Promise<boolean>;
  get(place: Place): Promise<Sealed | undefined>;
  all(owner: number, drawer: Drawer): Promise<Sealed[]>;
  remove(places: readonly Place[]): Promise<void>;
  clear(owner: number, drawer: Drawer): Promise<void>;
  /** Throws away a person's keys and all that they had sealed. */
  destroy(owner: number): Promise<void>;
}
