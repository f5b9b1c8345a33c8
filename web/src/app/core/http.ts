import { HttpErrorResponse, HttpInterceptorFn, HttpRequest } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, from, switchMap, throwError } from 'rxjs';

import { Again } from './again';
import { ONLY_ASKS, Session } from './session';

export const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Marks every writing call to the API as this page's own: a foreign page cannot send this header. */
export const ownRequest: HttpInterceptorFn = (request, next) =>
  !request.url.startsWith('/api/') || READS.has(request.method)
    ? next(request)
    : next(request.clone({ setHeaders: { 'X-Praan-CSRF': '1' } }));

/**
 * What happens when a session has ended. In the middle of work the call waits until the person has signed
 * in again over the page, and is then sent once more as it was; where nobody was known to be signed in, the
 * way leads to the sign-in page, and the page asked for is kept in its URL.
 */
export const lapsedSession: HttpInterceptorFn = (request, next) => {
  const again = inject(Again);
  const session = inject(Session);
  const router = inject(Router);

  const send = (): ReturnType<typeof next> => {
    const times = again.times;
    return next(request).pipe(
      catchError((error: unknown) => {
        if (!hasLapsed(error, request)) return throwError(() => error);
        if (!session.signedIn()) {
          session.forget();
          void router.navigate(['/welcome'], { queryParams: { next: wanted(router) } });
          return throwError(() => error);
        }
        const back = again.times === times ? again.comesBack() : Promise.resolve(true);
        return from(back).pipe(switchMap((isBack) => (isBack ? send() : throwError(() => error))));
      }),
    );
  };
  return send();
};

function hasLapsed(error: unknown, request: HttpRequest<unknown>): boolean {
  const refused = error instanceof HttpErrorResponse && error.status === 401;
  const own = request.url.startsWith('/api/') && !request.url.startsWith('/api/v1/auth/');
  return refused && own && !request.context.get(ONLY_ASKS);
}

/** The page the visitor was at or on the way to, if it is worth coming back to. */
function wanted(router: Router): string | null {
  const url =
    (router.currentNavigation()?.finalUrl ?? router.currentNavigation()?.extractedUrl)?.toString() ??
    router.url;
  return url === '/' || url.startsWith('/welcome') ? null : url;
}
