import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { NavigationEnd, Router, RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';
import { filter } from 'rxjs';

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

/** Moves the focus to the new page's heading after each navigation but the first. */
export function focusHeadingOnArrival(): void {
  const page = inject(DOCUMENT);
  let arrivals = 0;
  inject(Router)
    .events.pipe(filter((event) => event instanceof NavigationEnd))
    .subscribe(() => {
      if (arrivals++ === 0) return;
      requestAnimationFrame(() => page.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true }));
    });
}
