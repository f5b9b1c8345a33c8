import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { listPrograms, startProgram } from '../api/functions';
import { Program } from '../api/models';

@Injectable({ providedIn: 'root' })
export class Programs {
  private readonly api = inject(Api);

  /** The member's running program, if there is one. */
  async running(memberId: number): Promise<Program | undefined> {
    const { data } = await this.api.invoke(listPrograms, { member_id: memberId });
    return data.find((program) => program.status === 'ACTIVE');
  }

  /** Starts ninety days on `day` (YYYY-MM-DD of the member's calendar). */
  start(memberId: number, title: string, day: string): Promise<Program> {
    return this.api.invoke(startProgram, { member_id: memberId, body: { title, start_date: day } });
  }
}
