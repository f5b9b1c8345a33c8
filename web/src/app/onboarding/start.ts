import { inject, Injectable } from '@angular/core';

import { MemberOut, TemplateList } from '../api/models';
import { Family } from '../core/family';
import { Programs } from '../core/programs';

/** Whom a program is for and what there is to choose; `running` when there is nothing left to set up. */
export interface Start {
  member: MemberOut;
  running: boolean;
  templates: TemplateList;
}

@Injectable()
export class Starts {
  private readonly family = inject(Family);
  private readonly programs = inject(Programs);

  /** Undefined for somebody whose program is not the visitor's to start. */
  async load(memberId: number): Promise<Start | undefined> {
    const member = await this.family.find(memberId);
    if (!member || member.role === 'READ_ONLY') return undefined;
    const [program, templates] = await Promise.all([
      this.programs.running(memberId),
      this.programs.templates(memberId),
    ]);
    return { member, running: program !== undefined, templates };
  }
}
