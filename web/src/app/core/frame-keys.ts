import { DestroyRef, DOCUMENT, inject } from '@angular/core';
import { Router } from '@angular/router';

import { Dialogs } from './dialogs';
import { Hotkeys } from './hotkeys';
import { Places } from './places';
import { Toasts } from './toasts';

/** Binds the keys that work on every page of the signed-in, for as long as the caller lives. */
export function bindFrameKeys(openSwitcher: () => void): void {
  const hotkeys = inject(Hotkeys);
  const router = inject(Router);
  const places = inject(Places);
  const toasts = inject(Toasts);
  const dialogs = inject(Dialogs);
  const page = inject(DOCUMENT);

  const go = (name: Parameters<Places['linkTo']>[0]) => () => {
    if (name === 'log' && !places.mayLog()) return;
    void router.navigate(places.linkTo(name));
  };
  const search = () => {
    const field = page.querySelector<HTMLElement>('[data-search]');
    if (field) field.focus();
    else void router.navigate(['/search']);
  };
  const undo = () => {
    const toast = toasts.undoable();
    if (toast) void toasts.act(toast);
  };

  const unbind = [
    hotkeys.bind('g t', 'hotkeys.today', go('today')),
    hotkeys.bind('g l', 'hotkeys.log', go('log')),
    hotkeys.bind('g r', 'hotkeys.timeline', go('timeline')),
    hotkeys.bind('g c', 'hotkeys.trends', go('trends')),
    hotkeys.bind('g f', 'hotkeys.family', go('family')),
    hotkeys.bind('g i', 'hotkeys.inbox', go('inbox')),
    hotkeys.bind('n', 'hotkeys.new', go('log')),
    hotkeys.bind('m', 'hotkeys.switcher', openSwitcher),
    hotkeys.bind('j', 'hotkeys.next', () => step(page, 1)),
    hotkeys.bind('k', 'hotkeys.previous', () => step(page, -1)),
    hotkeys.bind('/', 'hotkeys.search', search),
    hotkeys.bind('u', 'hotkeys.undo', undo),
    hotkeys.bind('?', 'hotkeys.help', () => void openHotkeyHelp(dialogs)),
  ];
  inject(DestroyRef).onDestroy(() => unbind.forEach((each) => each()));
}

export function openHotkeyHelp(dialogs: Dialogs): Promise<true> {
  return dialogs.open<true>(() => import('./hotkey-help').then((file) => file.HotkeyHelp));
}

/** Moves the focus to the next or the previous card of the page: to itself, else to what can be done in it. */
function step(page: Document, by: 1 | -1): void {
  const cards = [...page.querySelectorAll<HTMLElement>('[data-card]')];
  const at = cards.findIndex((each) => each.contains(page.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : cards.length - 1) : at + by;
  const card = cards[next];
  if (!card) return;
  const focusable = 'a[href], button, input, select, textarea, [tabindex]';
  (card.matches(focusable) ? card : card.querySelector<HTMLElement>(focusable))?.focus();
}
