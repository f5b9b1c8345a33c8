import 'fake-indexeddb/auto';

import { TestBed } from '@angular/core/testing';

import { Vault } from './vault';
import { DeviceShelf } from './vault-device';
import { Drawer, Keys, Sealed } from './vault-shelf';

const text = (words: string) => new TextEncoder().encode(words);
const words = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

function sealed(owner: number, drawer: Drawer, id: string, content = 'x'): Sealed {
  return { owner, drawer, id, at: 1, iv: new Uint8Array(12), bytes: text(content).buffer };
}

async function keys(owner: number): Promise<Keys> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  return { owner, seal: key, name: key };
}

describe('the shelf on the device', () => {
  let shelf: DeviceShelf;
  let owner = 1_000;

  beforeEach(() => {
    shelf = new DeviceShelf();
    owner += 10;
  });

  it('gives back what lies on it, by owner and drawer', async () => {
    await shelf.put([
      sealed(owner, 'parcel', 'b'),
      sealed(owner, 'parcel', 'a'),
      sealed(owner, 'photo', 'a'),
    ]);
    await shelf.put([sealed(owner + 1, 'parcel', 'c')]);

    expect((await shelf.all(owner, 'parcel')).map((each) => each.id)).toEqual(['a', 'b']);
    expect((await shelf.get({ owner, drawer: 'photo', id: 'a' }))?.id).toBe('a');
    expect(await shelf.get({ owner: owner + 1, drawer: 'photo', id: 'a' })).toBeUndefined();
  });

  it('replaces only what is still there when asked to', async () => {
    await shelf.put([sealed(owner, 'parcel', 'a', 'old')]);

    expect(await shelf.put([sealed(owner, 'parcel', 'a', 'new')], true)).toBe(true);
    expect(await shelf.put([sealed(owner, 'parcel', 'gone')], true)).toBe(false);
    expect(await shelf.get({ owner, drawer: 'parcel', id: 'gone' })).toBeUndefined();
    expect(words(new Uint8Array((await shelf.all(owner, 'parcel'))[0]?.bytes ?? []))).toBe('new');
  });

  it('keeps the first key and remembers who is here', async () => {
    const [first, second] = [await keys(owner), await keys(owner)];

    await shelf.keys(owner, first);
    const kept = await shelf.keys(owner, second);
    await shelf.settle(owner);

    expect(kept.seal).toEqual(first.seal);
    expect(await shelf.resident()).toBe(owner);
    await shelf.settle(undefined);
    expect(await shelf.resident()).toBeUndefined();
  });

  it('clears a drawer, and destroys one owner without touching another', async () => {
    const other = owner + 1;
    await shelf.put([
      sealed(owner, 'parcel', 'a'),
      sealed(owner, 'answer', 'b'),
      sealed(other, 'parcel', 'c'),
    ]);
    const old = await shelf.keys(owner, await keys(owner));
    await shelf.settle(owner);
    await shelf.clear(owner, 'answer');
    expect(await shelf.all(owner, 'answer')).toEqual([]);
    expect(await shelf.all(owner, 'parcel')).toHaveLength(1);

    await shelf.destroy(owner);

    expect(await shelf.all(owner, 'parcel')).toEqual([]);
    expect(await shelf.all(other, 'parcel')).toHaveLength(1);
    expect(await shelf.resident()).toBeUndefined();
    const fresh = await keys(owner);
    expect((await shelf.keys(owner, fresh)).seal).not.toBe(old.seal);
  });
});

describe('the vault', () => {
  let vault: Vault;
  let owner = 5_000;

  /** The page opened anew: all that it shares with the last one is the device. */
  function openAnew(): void {
    TestBed.resetTestingModule();
    vault = TestBed.inject(Vault);
  }

  beforeEach(() => {
    openAnew();
    owner += 10;
  });

  it('gives back what it keeps, and keeps nothing that can be read', async () => {
    await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('dal and rice') }]);

    expect(words(await vault.get(owner, 'parcel', 'a'))).toBe('dal and rice');
    const [kept] = await new DeviceShelf().all(owner, 'parcel');
    expect(new TextDecoder().decode(kept?.bytes)).not.toContain('dal');
    const { seal } = await new DeviceShelf().keys(owner, await keys(owner));
    await expect(crypto.subtle.exportKey('raw', seal)).rejects.toThrow();
    expect(vault.kept()).toBe(true);
  });

  it('opens nothing that was moved to another name or another person', async () => {
    await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('mine') }]);
    const device = new DeviceShelf();
    const [kept] = await device.all(owner, 'parcel');
    if (!kept) throw new Error('nothing kept');

    await device.put([
      { ...kept, id: 'b' },
      { ...kept, owner: owner + 1 },
    ]);

    expect(await vault.get(owner, 'parcel', 'b')).toBeUndefined();
    expect(await vault.all(owner + 1, 'parcel')).toEqual([]);
  });

  it('keeps what waits when a session ends by itself, and forgets what it only remembered', async () => {
    await vault.settle(owner);
    await vault.put(owner, [
      { drawer: 'parcel', id: 'a', bytes: text('waits') },
      { drawer: 'answer', id: 'b', bytes: text('seen') },
    ]);

    await vault.leave();

    expect(await vault.resident()).toBeUndefined();
    expect(words(await vault.get(owner, 'parcel', 'a'))).toBe('waits');
    expect(await vault.get(owner, 'answer', 'b')).toBeUndefined();
  });

  it('tells the other tabs who comes and who leaves', async () => {
    const [came, went]: [number[], number[]] = [[], []];
    vault.arrived.subscribe((each) => came.push(each));
    vault.left.subscribe((each) => went.push(each));
    // Another tab has a vault of its own.
    const other = TestBed.runInInjectionContext(() => new Vault());

    await other.settle(owner);
    await vi.waitFor(() => expect(came).toEqual([owner]));
    await other.destroy(owner);
    await vi.waitFor(() => expect(went).toEqual([owner]));
  });

  it('destroys all at the end, in the order of coming and going', async () => {
    await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('secret') }]);
    const left: number[] = [];
    vault.left.subscribe((each) => left.push(each));

    void vault.settle(owner);
    await vault.destroy(owner);

    expect(left).toEqual([owner]);
    expect(await vault.resident()).toBeUndefined();
    expect(await vault.get(owner, 'parcel', 'a')).toBeUndefined();
    expect(await new DeviceShelf().all(owner, 'parcel')).toEqual([]);
  });

  it('falls back to memory, and says so, where the browser refuses', async () => {
    const refuse = vi.spyOn(DeviceShelf.prototype, 'put').mockRejectedValue(new Error('QuotaExceededError'));

    await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('kept anyway') }]);

    expect(vault.kept()).toBe(false);
    expect((await vault.all(owner, 'parcel')).map((each) => words(each.bytes))).toEqual(['kept anyway']);
    expect(await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('again') }], true)).toBe(true);
    expect(words(await vault.get(owner, 'parcel', 'a'))).toBe('again');
    refuse.mockRestore();
  });

  it('takes to the device what lay in memory, as soon as the browser keeps things again', async () => {
    const refuse = vi.spyOn(DeviceShelf.prototype, 'put').mockRejectedValue(new Error('QuotaExceededError'));
    await vault.put(owner, [
      { drawer: 'parcel', id: 'a', bytes: text('dal') },
      { drawer: 'photo', id: 'a', bytes: text('picture') },
    ]);
    refuse.mockRestore();

    expect(words(await vault.get(owner, 'photo', 'a'))).toBe('picture');
    expect((await vault.all(owner, 'parcel')).map((each) => words(each.bytes))).toEqual(['dal']);
    expect(vault.kept()).toBe(true);

    openAnew();
    expect((await vault.all(owner, 'parcel')).map((each) => words(each.bytes))).toEqual(['dal']);
    expect(words(await vault.get(owner, 'photo', 'a'))).toBe('picture');
  });

  it('opens the database anew when its connection is broken', async () => {
    await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('before') }]);
    const { transaction } = IDBDatabase.prototype;
    const lost = new Set<IDBDatabase>();
    const broken = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...asked
    ) {
      if (!lost.size) lost.add(this);
      if (lost.has(this)) throw new DOMException('The connection is lost', 'UnknownError');
      return transaction.apply(this, asked);
    });

    await vault.put(owner, [{ drawer: 'parcel', id: 'b', bytes: text('meanwhile') }]);
    expect(vault.kept()).toBe(false);
    await vault.put(owner, [{ drawer: 'parcel', id: 'c', bytes: text('after') }]);

    expect(vault.kept()).toBe(true);
    openAnew();
    expect((await vault.all(owner, 'parcel')).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    broken.mockRestore();
  });

  it('makes up for what the browser did not let it throw away', async () => {
    await vault.settle(owner);
    await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('sent') }]);
    const refusals = [
      vi.spyOn(DeviceShelf.prototype, 'remove').mockRejectedValueOnce(new Error('UnknownError')),
      vi.spyOn(DeviceShelf.prototype, 'settle').mockRejectedValueOnce(new Error('UnknownError')),
    ];

    await vault.remove(owner, [{ drawer: 'parcel', id: 'a' }]);
    expect(vault.kept()).toBe(false);
    await vault.leave();

    expect(await vault.resident()).toBeUndefined();
    expect(await vault.all(owner, 'parcel')).toEqual([]);
    expect(vault.kept()).toBe(true);
    expect(await new DeviceShelf().all(owner, 'parcel')).toEqual([]);
    expect(await new DeviceShelf().resident()).toBeUndefined();
    refusals.forEach((each) => each.mockRestore());
  });

  it('makes new keys when the database is a new one', async () => {
    await vault.put(owner, [{ drawer: 'parcel', id: 'a', bytes: text('gone with it') }]);
    // Somebody clears what the site has stored, while the page is open.
    await new Promise((done) => (indexedDB.deleteDatabase('praan').onsuccess = done));

    await vault.put(owner, [{ drawer: 'parcel', id: 'b', bytes: text('after') }]);

    openAnew();
    expect((await vault.all(owner, 'parcel')).map((each) => words(each.bytes))).toEqual(['after']);
  });

  it('gives names that tell nothing, the same each time', async () => {
    const name = await vault.name(owner, '/api/v1/foods?q=dal');

    expect(name).toBe(await vault.name(owner, '/api/v1/foods?q=dal'));
    expect(name).not.toBe(await vault.name(owner + 1, '/api/v1/foods?q=dal'));
    expect(atob(name)).not.toContain('dal');
  });
});
