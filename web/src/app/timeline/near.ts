import { ApplicationRef, DestroyRef, DOCUMENT, inject, Injectable } from '@angular/core';

import { Piece } from './pages';

/** What is drawn beyond the edges of the screen, so that nobody sees it come. */
const AROUND = '900px 0px';

/** Draws the pieces near what is looked at and puts the others away; their room stays. Paper has room for all. */
@Injectable()
export class Near {
  private readonly pieces = new Map<Element, Piece>();
  private readonly observer = new IntersectionObserver((seen) => this.look(seen), { rootMargin: AROUND });

  constructor() {
    const [app, page] = [inject(ApplicationRef), inject(DOCUMENT).defaultView];
    const print = () => {
      for (const piece of this.pieces.values()) piece.near.set(true);
      // The browser prints what is there when this returns.
      app.tick();
    };
    page?.addEventListener('beforeprint', print);
    inject(DestroyRef).onDestroy(() => {
      page?.removeEventListener('beforeprint', print);
      this.observer.disconnect();
    });
  }

  /** Watches a piece by the element that shows it; what it returns ends that. */
  watch(element: Element, piece: Piece): () => void {
    this.pieces.set(element, piece);
    this.observer.observe(element);
    return () => {
      this.observer.unobserve(element);
      this.pieces.delete(element);
    };
  }

  private look(seen: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect } of seen) {
      const piece = this.pieces.get(target);
      if (!piece) continue;
      if (isIntersecting) {
        piece.near.set(true);
      } else if (piece.near() && !target.contains(document.activeElement)) {
        piece.height.set(boundingClientRect.height);
        piece.near.set(false);
      }
    }
  }
}
