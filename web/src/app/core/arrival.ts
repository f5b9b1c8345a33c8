import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { NavigationEnd, NavigationStart, Router, RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';

/** Titles are keys of the language files; the page's title follows the language. */
@Injectable()
export class TranslatedTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly transloco = inject(TranslocoService);
  private readonly key = signal<string | undefined>(undefined);

  constructor() {
    super();
    effect((onCleanup) => {
      const key = this.key();
      if (!key) return;
      const words = this.transloco.selectTranslate<string>(key).subscribe((text) => {
        this.title.setTitle(`${text} · ${this.transloco.translate('app.name')}`);
      });
      onCleanup(() => words.unsubscribe());
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.key.set(this.buildTitle(snapshot));
  }
}

/** What is known of a page that was left. */
interface Left {
  top: number;
  /** The link that had the focus, by its address. */
  link: string | null;
}

/**
 * Brings the visitor to the right spot of each new page: the anchor of the URL; on the way back where they
 * were, as soon as the page is tall enough again; else the heading, where a screen reader starts. What only
 * changes the query of the URL moves nothing.
 */
export function followArrivals(): void {
  const page = inject(DOCUMENT);
  const left = new Map<number, Left>();
  let [shown, path] = [0, ''];
  let known: Left | undefined;
  let focused: Element | null = null;
  let stop = (): void => undefined;
  history.scrollRestoration = 'manual';

  inject(Router).events.subscribe((event) => {
    if (event instanceof NavigationStart) {
      stop();
      focused = page.activeElement;
      if (shown) left.set(shown, { top: scrollY, link: focusedLink(page) });
      const cameFrom = event.navigationTrigger === 'popstate' ? event.restoredState?.navigationId : undefined;
      known = cameFrom === undefined ? undefined : left.get(cameFrom);
    } else if (event instanceof NavigationEnd) {
      const first = shown === 0;
      const [address = '', anchor] = event.urlAfterRedirects.split('#');
      const next = address.replace(/\?.*$/, '');
      const moved = next !== path;
      [shown, path] = [event.id, next];
      if (known) stop = goBackTo(page, known, moved ? focused : undefined);
      else if (anchor) stop = goTo(page, decodeURIComponent(anchor));
      else if (moved && !first) goToTop(page, focused);
    }
  });
}

function goToTop(page: Document, focused: Element | null): void {
  scrollTo(0, 0);
  focusHeading(page, focused);
}

/** Once the page is drawn; somebody quick may be in one of its fields or in a menu by then, and stays there. */
function focusHeading(page: Document, before: Element | null): void {
  requestAnimationFrame(() => {
    const now = page.activeElement;
    if (now === before || !now?.closest('main, .cdk-overlay-container'))
      heading(page)?.focus({ preventScroll: true });
  });
}

function goTo(page: Document, anchor: string): () => void {
  return asThePageGrows(page, () => {
    const target = page.getElementById(anchor);
    if (!target) return false;
    target.scrollIntoView();
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    return true;
  });
}

/** `focused`: what had the focus when another page was asked for; undefined on the same page. */
function goBackTo(page: Document, { top, link }: Left, focused?: Element | null): () => void {
  if (focused !== undefined) focusHeading(page, focused);
  return asThePageGrows(page, () => {
    if (page.documentElement.scrollHeight < top + innerHeight) return false;
    scrollTo(0, top);
    const links = page.querySelectorAll<HTMLElement>('main a[href]');
    const same = link && [...links].find((each) => each.getAttribute('href') === link);
    if (same) requestAnimationFrame(() => same.focus({ preventScroll: true }));
    return true;
  });
}

const PATIENCE_MS = 5_000;
const OWN_WILL = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;

/** Tries at each growth of the page until it works, the visitor moves, or it takes too long. */
function asThePageGrows(page: Document, works: () => boolean): () => void {
  const growth = new ResizeObserver(() => {
    if (works()) stop();
  });
  const timer = setTimeout(() => stop(), PATIENCE_MS);
  const stop = (): void => {
    clearTimeout(timer);
    growth.disconnect();
    for (const each of OWN_WILL) page.removeEventListener(each, stop);
  };
  for (const each of OWN_WILL) page.addEventListener(each, stop, { passive: true });
  growth.observe(page.body);
  return stop;
}

function heading(page: Document): HTMLElement | null {
  return page.querySelector<HTMLElement>('h1');
}

function focusedLink(page: Document): string | null {
  return page.activeElement?.closest('main a[href]')?.getAttribute('href') ?? null;
}
