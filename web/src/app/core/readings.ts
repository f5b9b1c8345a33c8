import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { listReadings, readHistory, readLog, readThresholds } from '../api/functions';
import { LogOut, MemberOut, ReadingOut } from '../api/models';
import { Bound, boundsOf, monthsBetween, publishedBounds, Rule } from './bounds';
import { todayIn } from './day';

const LOOKED_AT = 100;
const SPARK = 20;

/** A member's readings, and what they are judged by. */
@Injectable({ providedIn: 'root' })
export class Readings {
  private readonly api = inject(Api);

  /** The bounds in force for a member, by the server. */
  async bounds(memberId: number): Promise<Bound[]> {
    return boundsOf((await this.api.invoke(readThresholds, { member_id: memberId })).data);
  }

  /**
   * Those of rules that were not tightened for the member: by the others it may have been another bound that made
   * an alert what it is.
   */
  async commonBounds(memberId: number): Promise<Bound[]> {
    const { data } = await this.api.invoke(readThresholds, { member_id: memberId });
    const own = new Set(data.filter((each) => each.own).map(({ rule }) => rule));
    return boundsOf(data.filter(({ rule }) => !own.has(rule)));
  }

  /** The latest readings of a program as they were told, newest first. */
  async latest(programId: number): Promise<LogOut[]> {
    const { data } = await this.api.invoke(readHistory, {
      program_id: programId,
      log_type: 'VITALS',
      limit: LOOKED_AT,
    });
    return data;
  }

  /** The latest measurements of one rule in their canonical unit, the oldest first. */
  async trend(memberId: number, rule: Rule): Promise<ReadingOut[]> {
    const { data } = await this.api.invoke(listReadings, { member_id: memberId, rule, limit: SPARK });
    return data.reverse();
  }

  /** One log with its band. */
  judged(logId: number): Promise<LogOut> {
    return this.api.invoke(readLog, { log_id: logId });
  }
}

/** The published bounds for a member's age today: what counts while the server cannot be asked. */
export function publishedFor({ dob, time_zone }: Pick<MemberOut, 'dob' | 'time_zone'>): Bound[] {
  return publishedBounds(monthsBetween(dob, todayIn(time_zone)));
}
