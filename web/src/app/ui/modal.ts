import { afterNextRender, Component, ElementRef, input, OnDestroy, output, viewChild } from '@angular/core';

let made = 0;

/** A dialog over the page: everything behind it rests, Escape and a click beside it close it. */
@Component({
  selector: 'praan-modal',
  template: `
    <dialog
      #dialog
      [attr.aria-labelledby]="headingId"
      (cancel)="refuse($event)"
      (mousedown)="onPress($event)"
    >
      <div class="sheet">
        <h2 [id]="headingId" tabindex="-1">{{ heading() }}</h2>
        <ng-content />
      </div>
    </dialog>
  `,
  styles: `
    dialog {
      width: min(30rem, 100% - 2 * var(--space-4));
      max-height: calc(100dvh - 2 * var(--space-4));
      padding: 0;
      overflow: auto;
      overscroll-behavior: contain;
      border: 1px solid var(--line);
      border-radius: var(--round-l);
      background: var(--paper-raised);
      color: var(--ink);
      box-shadow: var(--shadow-soft);
    }
    dialog[open] {
      animation: arrive 160ms ease-out;
    }
    dialog::backdrop {
      background: rgb(20 14 8 / 55%);
    }
    .sheet {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
      padding: clamp(var(--space-5), 5vw, var(--space-6));
    }
    h2 {
      font-size: 1.5rem;
    }
    h2:focus {
      outline: none;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        transform: translateY(0.75rem);
      }
    }
  `,
})
export class Modal implements OnDestroy {
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  readonly heading = input.required<string>();
  /** What takes the focus: a selector within the dialog; the heading when it is a text to read. */
  readonly focus = input('h2');
  /** Whether it can be left without an answer. */
  readonly dismissible = input(true);
  readonly closed = output();

  protected readonly headingId = `modal-${++made}`;

  constructor() {
    afterNextRender(() => {
      const dialog = this.dialog().nativeElement;
      dialog.showModal();
      dialog.querySelector<HTMLElement>(this.focus())?.focus();
    });
  }

  ngOnDestroy(): void {
    const dialog = this.dialog().nativeElement;
    if (dialog.open) dialog.close();
  }

  /** The browser asks to close it: whoever opened it decides. */
  protected refuse(event: Event): void {
    event.preventDefault();
    if (this.dismissible()) this.closed.emit();
  }

  /** The dialog fills its sheet, so that a press on itself is one beside it. */
  protected onPress(event: Event): void {
    if (event.target === this.dialog().nativeElement && this.dismissible()) this.closed.emit();
  }
}
