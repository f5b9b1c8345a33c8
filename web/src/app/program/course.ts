import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { answerCheckIn, listCheckIns, listConfigs, readRange } from '../api/functions';
import { CheckInAnswer, CheckInOut, ConfigList, ConfigVersion, ProgramOut, Range } from '../api/models';

const PAGE = 100;
const MOST_PAGES = 5;

/** Reads what became of one program's ninety days. */
@Injectable({ providedIn: 'root' })
export class Course {
  private readonly api = inject(Api);

  /** The score of each of the ninety days. */
  days({ id, start_date, end_date }: Pick<ProgramOut, 'id' | 'start_date' | 'end_date'>): Promise<Range> {
    return this.api.invoke(readRange, { program_id: id, from: start_date, to: end_date });
  }

  /** The versions of the goals, those that hold last first. */
  async versions(programId: number): Promise<ConfigVersion[]> {
    const versions: ConfigVersion[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data, pagination }: ConfigList = await this.page(programId, cursor);
      versions.push(...data);
      cursor = pagination.next_cursor;
      if (!pagination.has_more) break;
    }
    return versions;
  }

  async checkIns(programId: number): Promise<CheckInOut[]> {
    return (await this.api.invoke(listCheckIns, { program_id: programId, limit: PAGE })).data;
  }

  answer({ id, program_id }: CheckInOut, body: CheckInAnswer): Promise<CheckInOut> {
    return this.api.invoke(answerCheckIn, { program_id, check_in_id: id, body });
  }

  private page(programId: number, cursor: string | null): Promise<ConfigList> {
    return this.api.invoke(listConfigs, { program_id: programId, limit: PAGE, cursor });
  }
}
