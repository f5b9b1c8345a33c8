import { computed, inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { addMember, changeMember, deleteMember, listMembers, restoreMember } from '../api/functions';
import { MemberIn, MemberOut, MemberPatch } from '../api/models';

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
    return this.keep(await this.api.invoke(addMember, { body: member }));
  }

  /** The member as they are known; undefined for who is not in the list, whoever that may be. */
  async find(memberId: number): Promise<MemberOut | undefined> {
    return (await this.load()).find((each) => each.id === memberId);
  }

  async update(memberId: number, patch: MemberPatch): Promise<MemberOut> {
    return this.keep(await this.api.invoke(changeMember, { member_id: memberId, body: patch }));
  }

  /** Hides the member and all that is theirs; `restore` takes it back. */
  async archive(memberId: number): Promise<void> {
    await this.api.invoke(deleteMember, { member_id: memberId });
    this.known.update((known) => known?.filter((each) => each.id !== memberId) ?? null);
  }

  async restore(memberId: number): Promise<MemberOut> {
    return this.keep(await this.api.invoke(restoreMember, { member_id: memberId }));
  }

  forget(): void {
    this.asked = undefined;
    this.known.set(null);
  }

  private keep(member: MemberOut): MemberOut {
    this.known.update((known) => {
      const others = (known ?? []).filter((each) => each.id !== member.id);
      return [...others, member].sort((one, other) => one.id - other.id);
    });
    return member;
  }

  private async fetch(): Promise<MemberOut[]> {
    const { data } = await this.api.invoke(listMembers, { limit: 100 });
    this.known.set(data);
    return data;
  }
}
