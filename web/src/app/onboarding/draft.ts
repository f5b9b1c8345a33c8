import { Injectable } from '@angular/core';

import { Goal } from './goals';

/** What was chosen and typed on the way, so that going back and forth loses nothing. In memory only. */
@Injectable()
export class Draft {
  private readonly goals = new Map<string, Goal[]>();

  recall(memberId: number, template: string): Goal[] | undefined {
    return this.goals.get(`${memberId}:${template}`);
  }

  keep(memberId: number, template: string, goals: Goal[]): void {
    this.goals.set(`${memberId}:${template}`, goals);
  }

  forget(): void {
    this.goals.clear();
  }
}
