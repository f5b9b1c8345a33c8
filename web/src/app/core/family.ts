import { computed, inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { addMember, listMembers } from '../api/functions';
import { MemberIn, MemberOut } from '../api/models';

/** The people the signed-in person cares for. */
@Injectable({ providedIn: 'root' })
export class Family {
  private readonly api = inject(Api);
  private readonly known = signal<MemberOut[] | null>(null);

  readonly members = computed(() => this.known() ?? []);

  /** Loads the members once; `again` asks the server anew. */
  async load(again = false): Promise<MemberOut[]> {
    const known = this.known();
    if (known && !again) return known;
    const { data } = await this.api.invoke(listMembers, { limit: 100 });
    this.known.set(data);
    return data;
  }

  async add(member: MemberIn): Promise<MemberOut> {
    const added = await this.api.invoke(addMember, { body: member });
    this.known.update((known) => [...(known ?? []), added]);
    return added;
  }

  forget(): void {
    this.known.set(null);
  }
}
