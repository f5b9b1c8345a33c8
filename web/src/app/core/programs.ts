import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { addProgram, listPrograms } from '../api/functions';
import { ProgramOut } from '../api/models';

@Injectable({ providedIn: 'root' })
export class Programs {
  private readonly api = inject(Api);

  /** The member's running program, if there is one. */
  async running(memberId: number): Promise<ProgramOut | undefined> {
    const { data } = await this.api.invoke(listPrograms, { member_id: memberId });
    return data.find((program) => program.status === 'ACTIVE');
  }

  /** Starts ninety days on `day` (YYYY-MM-DD of the member's calendar). */
  start(memberId: number, title: string, day: string): Promise<ProgramOut> {
    return this.api.invoke(addProgram, { member_id: memberId, body: { title, start_date: day } });
  }
}
