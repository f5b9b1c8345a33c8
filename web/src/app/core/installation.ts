import { DOCUMENT, inject, Injectable, signal } from '@angular/core';

/** Chromium's offer to install the page as an app; other browsers have it in a menu of their own. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** Keeps the browser's offer to install Praan for when somebody asks for it, instead of a banner. */
@Injectable({ providedIn: 'root' })
export class Installation {
  private readonly offer = signal<InstallPrompt | null>(null);

  readonly available = () => this.offer() !== null;

  constructor() {
    const page = inject(DOCUMENT).defaultView;
    page?.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.offer.set(event as InstallPrompt);
    });
    page?.addEventListener('appinstalled', () => this.offer.set(null));
  }

  /** An offer can be taken up once; the browser makes another when it is declined. */
  async install(): Promise<void> {
    const offer = this.offer();
    this.offer.set(null);
    await offer?.prompt();
  }
}
