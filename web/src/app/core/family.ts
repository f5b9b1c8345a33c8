import { computed, inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { addMember, listMembers } from '../api/functions';
import { MemberIn, MemberOut } from '../api/models';

/** The people the signed-in person cares for. */
@Injectable({ providedIn: 'root' })
export class Family {
  private readonly api = inject(Api);
  private readonly known = signal<MemberOut[] | null>(null);
  private asked?: Promise<MemberOut[]>;

  readonly members = computed(() => this.known() ?? []);

  /** Loads the members once, however many ask at the same time; `again` asks the server anew. */
  async load(again = false): Promise<MemberOut[]> {
    const known = this.known();
    if (known && !again) return known;
    if (!this.asked || again) {
      const asked = this.fetch().finally(() => {
        if (this.asked === asked) this.asked = undefined;
      });
      this.asked = asked;
    }
    return this.asked;
  }

  async add(member: MemberIn): Promise<MemberOut> {
    const added = await this.api.invoke(addMember, { body: member });
    this.known.update((known) => [...(known ?? []), added]);
    return added;
  }

  forget(): void {
    this.asked = undefined;
    this.known.set(null);
  }

  private async fetch(): Promise<MemberOut[]> {
    const { data } = await this.api.invoke(listMembers, { limit: 100 });
    this.known.set(data);
    return data;
  }
}
