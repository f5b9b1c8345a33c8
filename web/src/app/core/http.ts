import { HttpErrorResponse, HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, throwError } from 'rxjs';

import { Session } from './session';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Marks every writing call to the API as this page's own: a foreign page cannot send this header. */
export const ownRequest: HttpInterceptorFn = (request, next) =>
  !request.url.startsWith('/api/') || READS.has(request.method)
    ? next(request)
    : next(request.clone({ setHeaders: { 'X-Praan-CSRF': '1' } }));

/** Leads back to the sign-in page when the session has ended; the page asked for is kept in the URL. */
export const lapsedSession: HttpInterceptorFn = (request, next) => {
  const session = inject(Session);
  const router = inject(Router);
  return next(request).pipe(
    catchError((error: unknown) => {
      const lapsed = error instanceof HttpErrorResponse && error.status === 401;
      if (lapsed && !request.url.startsWith('/api/v1/auth/')) {
        session.forget();
        void router.navigate(['/welcome'], { queryParams: { next: wanted(router) } });
      }
      return throwError(() => error);
    }),
  );
};

/** The page the visitor was at or on the way to, if it is worth coming back to. */
function wanted(router: Router): string | null {
  const url =
    (router.currentNavigation()?.finalUrl ?? router.currentNavigation()?.extractedUrl)?.toString() ??
    router.url;
  return url === '/' || url.startsWith('/welcome') ? null : url;
}
