import { inject, Injectable } from '@angular/core';

import { Api } from '../api/api';
import { addProgram, changeProgram, listPrograms, listTemplates } from '../api/functions';
import { ProgramIn, ProgramOut, TemplateList } from '../api/models';
import { explain } from './problem';

/** The program that matters now: a running one, else a resting one, else the latest. */
export function currentOf(programs: readonly ProgramOut[]): ProgramOut | undefined {
  const of = (status: ProgramOut['status']) => programs.find((program) => program.status === status);
  return of('ACTIVE') ?? of('PAUSED') ?? programs[0];
}

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

  /** The same for a page of somebody who may not be there, of which the family tells: then there are none. */
  async known(memberId: number): Promise<ProgramOut[]> {
    try {
      return await this.all(memberId);
    } catch (error) {
      if (explain(error).cause === 'forbidden') return [];
      throw error;
    }
  }

  /** Whether the member ever had a program, running or not. */
  async any(memberId: number): Promise<boolean> {
    const { data } = await this.api.invoke(listPrograms, { member_id: memberId, limit: 1 });
    return data.length > 0;
  }

  /** The member's program that matters now. */
  async current(memberId: number): Promise<ProgramOut | undefined> {
    return currentOf(await this.all(memberId));
  }

  /** Lets a resting program go on. */
  resume(programId: number): Promise<ProgramOut> {
    return this.set(programId, 'ACTIVE');
  }

  /** Lets a program rest, go on, or be complete for good. */
  set(programId: number, status: ProgramOut['status']): Promise<ProgramOut> {
    return this.api.invoke(changeProgram, { program_id: programId, body: { status } });
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
