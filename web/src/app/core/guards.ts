import { inject } from '@angular/core';
import { CanActivateFn, Router } from '@angular/router';

import { explain } from './problem';
import { Family } from './family';
import { Programs } from './programs';
import { Session } from './session';

/** Lets the signed-in pass. A 401 is answered by the interceptor, which leads to the sign-in page. */
export const signedIn: CanActivateFn = async () => {
  const session = inject(Session);
  try {
    await session.recall();
    return true;
  } catch (error) {
    // A server out of reach is no reason to ask for a password: the page itself says what is wrong.
    return explain(error).cause !== 'signed_out';
  }
};

/** To a page of the first member, or to where setting up the first member was left. */
export function ofFirst(...page: string[]): CanActivateFn {
  return async () => {
    const router = inject(Router);
    const family = inject(Family);
    const programs = inject(Programs);
    try {
      const [first, ...others] = await family.load();
      if (!first) return router.createUrlTree(['/onboarding']);
      // Where that cannot be told, the page itself says what is wrong.
      const begun =
        others.length > 0 || first.role !== 'OWNER' || (await programs.any(first.id).catch(() => true));
      return router.createUrlTree(begun ? ['/m', first.id, ...page] : ['/onboarding', first.id, 'program']);
    } catch (error) {
      return explain(error).cause === 'signed_out' ? false : router.createUrlTree(['/unreachable']);
    }
  };
}

/** To pages that log for a member: only for who may write; who may look is led to the member's day. */
export const mayLog: CanActivateFn = async (route) => {
  const router = inject(Router);
  const id = Number(route.paramMap.get('memberId'));
  // Whoever is not in the list, or while it cannot be had: the page itself says what is wrong.
  const member = await inject(Family)
    .find(id)
    .catch(() => undefined);
  return member?.role === 'READ_ONLY' ? router.createUrlTree(['/m', id, 'today']) : true;
};
