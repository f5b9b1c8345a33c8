import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { readHistory } from '../api/functions';
import { LogOut } from '../api/models';

const LOOKED_AT = 100;

/** What a member has done lately, to be done once more. */
@Injectable({ providedIn: 'root' })
export class PastWorkouts {
  private readonly api = inject(Api);

  /** The latest workouts of a program, newest first. */
  async latest(programId: number): Promise<LogOut[]> {
    const { data } = await this.api.invoke(readHistory, {
      program_id: programId,
      log_type: 'WORKOUT',
      limit: LOOKED_AT,
    });
    return data;
  }
}
