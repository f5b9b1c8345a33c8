import { inject } from '@angular/core';
import { CanActivateFn, Router } from '@angular/router';

import { explain } from './problem';
import { Family } from './family';
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

/** To a page of the first member, or to adding the first member. */
export function ofFirst(...page: string[]): CanActivateFn {
  return async () => {
    const router = inject(Router);
    const family = inject(Family);
    try {
      const [first] = await family.load();
      return router.createUrlTree(first ? ['/m', first.id, ...page] : ['/onboarding']);
    } catch (error) {
      return explain(error).cause === 'signed_out' ? false : router.createUrlTree(['/unreachable']);
    }
  };
}
