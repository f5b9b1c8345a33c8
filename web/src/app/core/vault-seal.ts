import { Keys, Place, Sealed, Thing } from './vault-shelf';

const ALGORITHM = 'AES-GCM';
const IV_BYTES = 12;

/** New keys, which leave this device by no way. */
export async function makeKeys(owner: number): Promise<Keys> {
  const [seal, name] = await Promise.all([
    crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ['encrypt', 'decrypt']),
    crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  ]);
  return { owner, seal, name };
}

export async function seal({ owner, seal: key }: Keys, { drawer, id, bytes }: Thing): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const place = { owner, drawer, id };
  const algorithm = { name: ALGORITHM, iv, additionalData: bound(place) };
  return { ...place, at: Date.now(), iv, bytes: await crypto.subtle.encrypt(algorithm, key, bytes) };
}

/** What was sealed; nothing when it was sealed by another key or for another place. */
export async function open(keys: Keys, thing: Sealed): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const algorithm = { name: ALGORITHM, iv: thing.iv, additionalData: bound(thing) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, keys.seal, thing.bytes));
  } catch {
    return undefined;
  }
}

/** A name that tells nothing of `words` to who has not the key. */
export async function nameOf({ name }: Keys, words: string): Promise<string> {
  const digest = await crypto.subtle.sign('HMAC', name, new TextEncoder().encode(words));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** Binds what is sealed to its place, so that it opens nowhere else. */
function bound({ owner, drawer, id }: Place): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${owner}/${drawer}/${id}`);
}
