/** What the vault keeps apart: entries on their way, their photos, and answers to show without a network. */
export type Drawer = 'parcel' | 'photo' | 'answer';

/** Something to keep: its name, and what it is. */
export interface Thing {
  drawer: Drawer;
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

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
