import { Location } from '@angular/common';
import { inject, Injectable, signal } from '@angular/core';
import { CanActivateFn, RedirectCommand, Router } from '@angular/router';

/** Tokens of mailed links. They live in memory alone: in no address, no history, no storage. */
@Injectable({ providedIn: 'root' })
export class MailedTokens {
  private readonly held = signal<Readonly<Record<string, string>>>({});

  hold(page: string, token: string): void {
    this.held.update((held) => ({ ...held, [page]: token }));
  }

  of(page: string): string | undefined {
    return this.held()[page];
  }

  drop(page: string): void {
    this.held.update((held) => Object.fromEntries(Object.entries(held).filter(([each]) => each !== page)));
  }
}

/** Takes the token out of the page's address, from behind the # or from the path, before anything is shown. */
export function takesToken(page: string): CanActivateFn {
  return (route) => {
    const token = route.fragment ?? route.paramMap.get('token');
    if (!token) return true;
    inject(MailedTokens).hold(page, token);
    inject(Location).replaceState(page);
    return new RedirectCommand(inject(Router).parseUrl(page), { replaceUrl: true });
  };
}
