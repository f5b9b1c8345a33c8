import {
  ApplicationRef,
  createComponent,
  DOCUMENT,
  EnvironmentInjector,
  inject,
  Injectable,
  OutputRef,
  Type,
} from '@angular/core';

/** A dialog's component: it says by `done` that it is answered. */
export interface Answering<T> {
  done: OutputRef<T>;
}

/** Opens dialogs over the page; each is fetched when it is first asked for. */
@Injectable({ providedIn: 'root' })
export class Dialogs {
  private readonly app = inject(ApplicationRef);
  private readonly injector = inject(EnvironmentInjector);
  private readonly document = inject(DOCUMENT);

  /** Resolves with the answer; the focus goes back to where it was. */
  async open<T>(load: () => Promise<Type<Answering<T>>>, inputs: Record<string, unknown> = {}): Promise<T> {
    const kind = await load();
    const before = this.document.activeElement;
    const dialog = createComponent(kind, { environmentInjector: this.injector });
    for (const [name, value] of Object.entries(inputs)) dialog.setInput(name, value);
    const answer = new Promise<T>((resolve) => dialog.instance.done.subscribe(resolve));
    this.document.body.append(dialog.location.nativeElement as Node);
    this.app.attachView(dialog.hostView);
    try {
      return await answer;
    } finally {
      dialog.destroy();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    }
  }
}
