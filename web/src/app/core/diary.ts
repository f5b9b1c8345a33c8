import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { readConfig, readHistory, readToday, readWeek } from '../api/functions';
import { ConfigOut, History, LogOut, Range, Today as Score } from '../api/models';

const PAGE = 100;
const MOST_PAGES = 5;

/** What one day of a program holds. `cut` = there is even more than was fetched. */
export interface Entries {
  logs: LogOut[];
  cut: boolean;
}

/** Reads what was logged in a program and how it counts. */
@Injectable({ providedIn: 'root' })
export class Diary {
  private readonly api = inject(Api);

  /** The score of the member's today, which also says which date that is. */
  score(programId: number): Promise<Score> {
    return this.api.invoke(readToday, { program_id: programId });
  }

  /** The scores of the seven days to `ending`, and the streak. */
  week(programId: number, ending: string): Promise<Range> {
    return this.api.invoke(readWeek, { program_id: programId, ending });
  }

  /** The goals that are in force. */
  goals(programId: number): Promise<ConfigOut> {
    return this.api.invoke(readConfig, { program_id: programId });
  }

  /** The logs of a day (YYYY-MM-DD of the member's calendar), newest first. */
  async day(programId: number, date: string): Promise<Entries> {
    const logs: LogOut[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES; page++) {
      const { data, pagination }: History = await this.page(programId, date, cursor);
      logs.push(...data);
      cursor = pagination.next_cursor;
      if (!pagination.has_more) return { logs, cut: false };
    }
    return { logs, cut: true };
  }

  private page(programId: number, date: string, cursor: string | null): Promise<History> {
    return this.api.invoke(readHistory, {
      program_id: programId,
      from: date,
      to: date,
      limit: PAGE,
      cursor,
    });
  }
}
