import { Drawer, Thing } from './vault-shelf';

/** Something that lies in this page alone, and since when (ms). */
export interface Held extends Thing {
  owner: number;
  at: number;
}

/** What the device does not take, for as long as this page lives. */
export class MemoryShelf {
  private readonly things = new Map<string, Held>();

  put(owner: number, things: readonly Thing[]): void {
    for (const each of things) this.things.set(path(owner, each), { ...each, owner, at: Date.now() });
  }

  get(owner: number, thing: Omit<Thing, 'bytes'>): Held | undefined {
    return this.things.get(path(owner, thing));
  }

  all(owner: number, drawer: Drawer): Held[] {
    return this.everything().filter((each) => each.owner === owner && each.drawer === drawer);
  }

  everything(): Held[] {
    return [...this.things.values()];
  }

  remove(owner: number, things: readonly Omit<Thing, 'bytes'>[]): void {
    for (const each of things) this.things.delete(path(owner, each));
  }

  /** Lets go of what lies elsewhere now, unless it has changed meanwhile. */
  release(things: readonly Held[]): void {
    for (const each of things) if (this.get(each.owner, each) === each) this.remove(each.owner, [each]);
  }

  destroy(owner: number): void {
    this.remove(
      owner,
      this.everything().filter((each) => each.owner === owner),
    );
  }
}

function path(owner: number, { drawer, id }: Omit<Thing, 'bytes'>): string {
  return `${owner}/${drawer}/${id}`;
}
