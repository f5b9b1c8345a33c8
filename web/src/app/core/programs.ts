import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { addProgram, changeProgram, listPrograms, listTemplates } from '../api/functions';
import { ProgramIn, ProgramOut, TemplateList } from '../api/models';

@Injectable({ providedIn: 'root' })
export class Programs {
  private readonly api = inject(Api);

  /** The member's running program, if there is one. */
  async running(memberId: number): Promise<ProgramOut | undefined> {
    // The same question as every page asks, so that one remembered answer serves them all.
    return (await this.all(memberId)).find((program) => program.status === 'ACTIVE');
  }

  /** All of the member's programs. */
  async all(memberId: number): Promise<ProgramOut[]> {
    const { data } = await this.api.invoke(listPrograms, { member_id: memberId, limit: 100 });
    return data;
  }

  /** Whether the member ever had a program, running or not. */
  async any(memberId: number): Promise<boolean> {
    const { data } = await this.api.invoke(listPrograms, { member_id: memberId, limit: 1 });
    return data.length > 0;
  }

  /** The member's program that matters now: a running one, else a resting one, else the latest. */
  async current(memberId: number): Promise<ProgramOut | undefined> {
    const data = await this.all(memberId);
    const of = (status: ProgramOut['status']) => data.find((program) => program.status === status);
    return of('ACTIVE') ?? of('PAUSED') ?? data[0];
  }

  /** Lets a resting program go on. */
  resume(programId: number): Promise<ProgramOut> {
    return this.api.invoke(changeProgram, { program_id: programId, body: { status: 'ACTIVE' } });
  }

  /** Ready-made programs that suit the member, with goals for their age and sex. */
  templates(memberId: number): Promise<TemplateList> {
    return this.api.invoke(listTemplates, { member_id: memberId });
  }

  /** Starts ninety days. */
  start(memberId: number, program: ProgramIn): Promise<ProgramOut> {
    return this.api.invoke(addProgram, { member_id: memberId, body: program });
  }
}
