export type Standing = 'none' | 'ahead' | 'begun' | 'under_way' | 'close' | 'covered';

/** The word for a score, by the bands of self-monitoring: from 33, from 66, and covered from 80 on. */
export function standing(total: number | null): Standing {
  if (total === null) return 'none';
  if (total >= 80) return 'covered';
  if (total >= 66) return 'close';
  if (total >= 33) return 'under_way';
  return total > 0 ? 'begun' : 'ahead';
}
