import { computed, inject, linkedSignal, Signal, WritableSignal } from '@angular/core';

import { MemberOut, ProgramOut } from '../api/models';
import { addDays, todayIn } from './day';
import { Family } from './family';
import { look, Look } from './look';
import { Minutes } from './minutes';
import { Failure } from './problem';
import { currentOf, Programs } from './programs';
import { whenTurned } from './turned';

interface Found {
  member?: MemberOut;
  programs: ProgramOut[];
}

/** A member with the one of their programs that a page is about. */
export interface ProgramShown {
  loaded: Look<Found>;
  member: Signal<MemberOut | undefined>;
  /** All of the member's programs; a page that changes one puts it in here. */
  all: WritableSignal<ProgramOut[]>;
  /** The one that was named, else the one that matters now. */
  shown: Signal<ProgramOut | undefined>;
  /** The member's day. */
  today: Signal<string>;
  failure: Signal<Failure | undefined>;
}

/** Finds the member and the program of a page, and looks again when the member's day turns. Call where `inject` works. */
export function programShown(memberId: () => number, named: () => number | undefined): ProgramShown {
  const family = inject(Family);
  const programs = inject(Programs);
  const minutes = inject(Minutes);

  const asked = computed(() => ({ memberId: memberId() }));
  const loaded = look(asked, async ({ memberId: id }): Promise<Found> => {
    const [members, known] = await Promise.all([family.load(), programs.known(id)]);
    return { member: members.find((each) => each.id === id), programs: known };
  });
  const member = computed(() => loaded.value()?.member);
  const all = linkedSignal(() => loaded.value()?.programs ?? []);
  const shown = computed(() => all().find((each) => each.id === named()) ?? currentOf(all()));
  const reckoned = computed(() => {
    const person = member();
    return person ? todayIn(person.time_zone, minutes.now()) : '';
  });
  whenTurned(reckoned, () => loaded.again());

  return {
    loaded,
    member,
    all,
    shown,
    // The server's word where it has one, since a device's clock may be wrong.
    today: computed(() => {
      const program = shown();
      if (!program || program.status === 'COMPLETED' || program.day === 0 || program.day === 90) {
        return reckoned();
      }
      return addDays(program.start_date, program.day - 1);
    }),
    failure: computed(() => {
      if (loaded.waiting() || member()) return undefined;
      // The same words for a person who is not in the list and one who does not exist: neither is told.
      return loaded.failure() ?? { cause: 'forbidden', fields: [] };
    }),
  };
}
