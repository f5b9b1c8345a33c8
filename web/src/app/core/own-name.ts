import { HttpErrorResponse, HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { finalize, Observable, Subscription } from 'rxjs';

import { alone, SESSION_LOCK } from './alone';
import { READS } from './http';
import { Session } from './session';
import { Vault } from './vault';

/**
 * Whatever is written goes out as the person whose page wrote it: while it is on its way nobody else can sign in
 * on this device, and where somebody has, the page gives way instead. The cookie alone would not tell the two apart.
 */
export const inOwnName: HttpInterceptorFn = (request, next) => {
  const changes = request.url.startsWith('/api/') && !READS.has(request.method);
  if (!changes || request.url.startsWith('/api/v1/auth/')) return next(request);
  const session = inject(Session);
  const vault = inject(Vault);
  return new Observable((caller) => {
    const sending = new Subscription();
    const send = async () => {
      if (session.giveWay(await vault.resident()) || session.displaced()) {
        // Nothing has left the device: what waits to be sent goes on waiting for its own person.
        caller.error(new HttpErrorResponse({ status: 0, url: request.url }));
      } else if (!caller.closed) {
        await new Promise<void>((done) => sending.add(next(request).pipe(finalize(done)).subscribe(caller)));
      }
    };
    alone(SESSION_LOCK, send, 'shared').catch((error: unknown) => caller.error(error));
    return sending;
  });
};
