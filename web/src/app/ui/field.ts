import {
  booleanAttribute,
  Component,
  computed,
  contentChild,
  Directive,
  ElementRef,
  inject,
  input,
  OnDestroy,
  OnInit,
  signal,
} from '@angular/core';
import { NgControl, ValidationErrors } from '@angular/forms';
import { Subscription } from 'rxjs';

import { Icon } from './icon';

let made = 0;

/** Makes an input, select or textarea the control of the field around it: named, described and marked for every reader. */
@Directive({
  selector: 'input[praanControl], select[praanControl], textarea[praanControl]',
  host: {
    '[id]': 'id',
    '[attr.aria-describedby]': 'description()',
    '[attr.aria-invalid]': 'mistakes() ? true : null',
  },
})
export class Control implements OnInit, OnDestroy {
  private readonly form = inject(NgControl, { self: true });
  private changes?: Subscription;

  readonly chooses = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement.tagName === 'SELECT';
  readonly id = `field-${++made}`;
  readonly description = signal<string | null>(null);
  /** What is wrong with the value, once the visitor has left the field or sent the form. */
  readonly mistakes = signal<ValidationErrors | null>(null);

  ngOnInit(): void {
    const control = this.form.control;
    this.changes = control?.events.subscribe(() => {
      this.mistakes.set(control.touched && control.invalid ? control.errors : null);
    });
  }

  ngOnDestroy(): void {
    this.changes?.unsubscribe();
  }
}

/**
 * A label, a control, and below it a hint or what is wrong. The label stands above and wraps, since it
 * must stay whole in every language and at 200 % text.
 */
@Component({
  selector: 'praan-field',
  imports: [Icon],
  template: `
    <label [for]="control().id" [class.unseen]="bare()">{{ label() }}</label>
    <div class="box">
      <ng-content /><ng-content select="[beside]" />
      @if (control().chooses) {
        <praan-icon class="arrow" name="chevron" />
      }
    </div>
    <div [id]="noteId" class="note" aria-live="polite">
      @if (mistake(); as words) {
        <span class="mistake"><praan-icon name="alert" />{{ words }}</span>
      } @else if (hint()) {
        <span>{{ hint() }}</span>
      }
    </div>
  `,
  host: { '[class.wrong]': '!!mistake()', '[class.bare]': 'bare()' },
  styleUrl: './field.scss',
})
export class Field implements OnInit {
  readonly label = input.required<string>();
  readonly hint = input<string>();
  /** Only read out, for rows below a heading that shows the words once; then a note takes room only when it is there. */
  readonly bare = input(false, { transform: booleanAttribute });
  /** Words for each kind of mistake; `any` for those not named. */
  readonly errors = input<Record<string, string>>({});

  protected readonly control = contentChild.required(Control);
  protected readonly noteId = `field-note-${++made}`;
  protected readonly mistake = computed(() => {
    const kinds = Object.keys(this.control().mistakes() ?? {});
    if (!kinds.length) return undefined;
    const named = kinds.find((kind) => kind in this.errors());
    return this.errors()[named ?? 'any'];
  });

  ngOnInit(): void {
    this.control().description.set(this.noteId);
  }
}
