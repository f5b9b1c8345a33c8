import { Component, DOCUMENT, ElementRef, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { Toast, Toasts } from './toasts';

/** Where toasts appear: in every page, empty until there is one, so that each is read out when it comes. */
@Component({
  selector: 'praan-toast-stack',
  imports: [Icon, TranslocoDirective],
  template: `
    <section
      *transloco="let t"
      aria-live="polite"
      aria-relevant="additions"
      [attr.aria-label]="t('toast.region')"
    >
      @for (toast of toasts.stack(); track toast.id) {
        <div class="toast" [attr.data-toast]="toast.id">
          <p>{{ t(toast.key, toast.params) }}</p>
          @if (toast.action; as action) {
            <button type="button" class="action" (click)="act(toast, $event)">{{ t(action.key) }}</button>
          }
          <button
            type="button"
            class="close"
            [attr.aria-label]="t('toast.dismiss')"
            (click)="dismiss(toast, $event)"
          >
            <praan-icon name="close" />
          </button>
        </div>
      }
    </section>
  `,
  styleUrl: './toast-stack.scss',
  host: {
    '(keydown.escape)': 'escape($event)',
    '(mouseenter)': 'toasts.pause()',
    '(mouseleave)': 'rest()',
    '(focusin)': 'arrive($event)',
    '(focusout)': 'rest($event)',
    '(document:visibilitychange)': 'document.hidden ? toasts.pause() : rest()',
  },
})
export class ToastStack {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly document = inject(DOCUMENT);
  protected readonly toasts = inject(Toasts);
  /** Where the keyboard came from, to go back to. */
  private origin: HTMLElement | null = null;

  protected arrive(event: FocusEvent): void {
    this.toasts.pause();
    const from = event.relatedTarget;
    if (from instanceof HTMLElement && !this.host.contains(from)) this.origin = from;
  }

  protected rest(leaving?: FocusEvent): void {
    const next = leaving ? leaving.relatedTarget : this.document.activeElement;
    const stays = next instanceof Node && this.host.contains(next);
    if (!stays && !this.host.matches(':hover')) this.toasts.resume();
  }

  protected act(toast: Toast, event: Event): void {
    this.hand(event);
    void this.toasts.act(toast);
  }

  protected dismiss(toast: Toast, event: Event): void {
    this.hand(event);
    this.toasts.dismiss(toast.id);
  }

  protected escape(event: Event): void {
    const id = Number((event.target as HTMLElement).closest<HTMLElement>('.toast')?.dataset['toast']);
    const toast = this.toasts.stack().find((each) => each.id === id);
    if (toast) this.dismiss(toast, event);
  }

  /** Before a toast with the focus goes, the focus goes to the next one, else to where it came from. */
  private hand(event: Event): void {
    const leaving = (event.target as HTMLElement).closest('.toast');
    if (!leaving?.contains(this.document.activeElement)) return;
    const next = leaving.nextElementSibling ?? leaving.previousElementSibling;
    const back = this.origin?.isConnected ? this.origin : this.document.querySelector<HTMLElement>('h1');
    (next?.querySelector('button') ?? back)?.focus({ preventScroll: true });
    if (!next) this.toasts.resume();
  }
}
