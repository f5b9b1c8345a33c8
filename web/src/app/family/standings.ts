import { Leaderboard, MemberOut } from '../api/models';

/** A row of the board. `share` of the score is out of 100; `own` is the reader's own. */
export interface Standing {
  memberId: number;
  name: string;
  rank: number;
  shared: boolean;
  medal: 1 | 2 | 3 | undefined;
  score: number;
  covered: number;
  own: boolean;
}

/** The rows of a board. A medal is for a place among the first three that something was done for. */
export function standingsOf(board: Leaderboard, members: readonly MemberOut[]): Standing[] {
  const self = members.find(isSelf)?.id;
  return board.data.map((place) => ({
    memberId: place.member_id,
    name: place.name,
    rank: place.rank,
    shared: board.data.some((other) => other.rank === place.rank && other !== place),
    medal: place.score > 0 && isMedal(place.rank) ? place.rank : undefined,
    score: place.score,
    covered: place.days_covered,
    own: place.member_id === self,
  }));
}

/** Whether this is the reader themselves. */
export function isSelf(member: MemberOut): boolean {
  return member.relation_type === 'SELF' && member.role === 'OWNER';
}

/** Where the server takes this week from: the reader's own time zone, else that of the first who takes part. */
export function homeOf(members: readonly MemberOut[]): string | undefined {
  const playing = members.filter((member) => member.leaderboard && member.role !== 'READ_ONLY');
  const first = playing.find(isSelf) ?? playing.find((member) => member.role === 'OWNER') ?? playing[0];
  return first?.time_zone;
}

function isMedal(rank: number): rank is 1 | 2 | 3 {
  return rank <= 3;
}
