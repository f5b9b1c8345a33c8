import { Hit, MemberOut } from '../api/models';

/** What was found of one person, the latest first. */
export interface Group {
  memberId: number;
  member?: MemberOut;
  hits: Hit[];
}

/** The hits under their people; whose hit is the latest comes first. */
export function byPerson(hits: readonly Hit[], members: readonly MemberOut[]): Group[] {
  const groups = new Map<number, Group>();
  for (const hit of hits) {
    const memberId = hit.member_id;
    const group = groups.get(memberId);
    if (group) group.hits.push(hit);
    else groups.set(memberId, { memberId, member: members.find(({ id }) => id === memberId), hits: [hit] });
  }
  return [...groups.values()];
}
