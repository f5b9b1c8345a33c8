import { Drawer, Keys, Place, Sealed, Shelf } from './vault-shelf';

/** Sealed things for as long as this page lives, where the browser keeps nothing for us. */
export class MemoryShelf implements Shelf {
  private readonly kept = new Map<number, Keys>();
  private readonly things = new Map<string, Sealed>();
  private current?: number;

  keys(owner: number, fresh: Keys): Promise<Keys> {
    const keys = this.kept.get(owner) ?? fresh;
    this.kept.set(owner, keys);
    return Promise.resolve(keys);
  }

  resident(): Promise<number | undefined> {
    return Promise.resolve(this.current);
  }

  settle(owner: number | undefined): Promise<void> {
    this.current = owner;
    return Promise.resolve();
  }

  put(things: readonly Sealed[], known = false): Promise<boolean> {
    if (known && things.some((each) => !this.things.has(path(each)))) return Promise.resolve(false);
    for (const each of things) this.things.set(path(each), each);
    return Promise.resolve(true);
  }

  get(place: Place): Promise<Sealed | undefined> {
    return Promise.resolve(this.things.get(path(place)));
  }

  all(owner: number, drawer: Drawer): Promise<Sealed[]> {
    const found = [...this.things.values()].filter((each) => each.owner === owner && each.drawer === drawer);
    return Promise.resolve(found.sort((a, b) => (a.id < b.id ? -1 : 1)));
  }

  remove(places: readonly Place[]): Promise<void> {
    for (const each of places) this.things.delete(path(each));
    return Promise.resolve();
  }

  async clear(owner: number, drawer: Drawer): Promise<void> {
    await this.remove(await this.all(owner, drawer));
  }

  destroy(owner: number): Promise<void> {
    this.kept.delete(owner);
    if (this.current === owner) this.current = undefined;
    for (const each of this.things.values()) if (each.owner === owner) this.things.delete(path(each));
    return Promise.resolve();
  }
}

function path({ owner, drawer, id }: Place): string {
  return `${owner}/${drawer}/${id}`;
}
