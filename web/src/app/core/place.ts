import { computed, inject, resource, Signal } from '@angular/core';

import { MemberOut, ProgramOut } from '../api/models';
import { Family } from './family';
import { Failure, failureOf } from './problem';
import { Programs } from './programs';

/** Where a log belongs: whose it is, and in which program. */
export interface Place {
  member: MemberOut;
  program: ProgramOut;
}

/** Why nothing can be logged here though nothing failed. */
export type Hindrance = 'only_reading' | 'no_program';

export interface Places {
  /** Set once something can be logged here. */
  ready: Signal<Place | undefined>;
  member: Signal<MemberOut | undefined>;
  hindrance: Signal<Hindrance | undefined>;
  failure: Signal<Failure | undefined>;
  again(): void;
}

/** Finds where the member's logs belong. Called where things are injected. */
export function placeOf(memberId: () => number): Places {
  const family = inject(Family);
  const programs = inject(Programs);
  const found = resource({
    params: memberId,
    loader: async ({ params }) => {
      const member = (await family.load()).find((each) => each.id === params);
      return { member, program: member && (await programs.running(params)) };
    },
  });
  const known = computed(() => (found.hasValue() ? found.value() : undefined));
  const member = computed(() => known()?.member);
  const hindrance = computed<Hindrance | undefined>(() => {
    const person = member();
    if (!person) return undefined;
    if (person.role === 'READ_ONLY') return 'only_reading';
    return known()?.program ? undefined : 'no_program';
  });
  return {
    member,
    hindrance,
    ready: computed(() => {
      const { member: person, program } = known() ?? {};
      return person && program && !hindrance() ? { member: person, program } : undefined;
    }),
    failure: computed(() => {
      const failed = failureOf(found.error());
      if (failed) return failed;
      // The same words for somebody who is not in the list and one who does not exist: neither is told.
      return known() && !member() ? { cause: 'forbidden', fields: [] } : undefined;
    }),
    again: () => void found.reload(),
  };
}
