import { Component, input, output } from '@angular/core';

export interface Option<T extends string> {
  value: T;
  word: string;
  /** The language of the word, when it is not the page's. */
  lang?: string;
}

let made = 0;

/** One of a few, all of them in sight. */
@Component({
  selector: 'praan-choice',
  template: `
    <fieldset>
      <legend>{{ legend() }}</legend>
      @for (option of options(); track option.value) {
        <label [class.chosen]="option.value === value()">
          <input
            type="radio"
            [name]="name"
            [value]="option.value"
            [checked]="option.value === value()"
            (change)="choose.emit(option.value)"
          />
          <span [attr.lang]="option.lang">{{ option.word }}</span>
        </label>
      }
    </fieldset>
  `,
  styleUrl: './choice.scss',
})
export class Choice<T extends string> {
  readonly legend = input.required<string>();
  readonly options = input.required<readonly Option<T>[]>();
  /** Nothing while none of them is chosen. */
  readonly value = input.required<T | undefined>();
  readonly choose = output<T>();
  protected readonly name = `choice-${++made}`;
}
