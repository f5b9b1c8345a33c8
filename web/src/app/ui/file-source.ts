import { Component, input, output } from '@angular/core';

import { Icon } from './icon';

/** The two ways to a file: take a photo, or choose what is there. The words are the caller's. */
@Component({
  selector: 'praan-file-source',
  imports: [Icon],
  template: `
    <label class="camera">
      <input type="file" accept="image/*" capture="environment" (change)="pick($event)" />
      <praan-icon name="camera" />
      <span>{{ camera() }}</span>
    </label>
    <label class="gallery">
      <input type="file" [accept]="accept()" [multiple]="several()" (change)="pick($event)" />
      <praan-icon name="picture" />
      <span>{{ choose() }}</span>
    </label>
  `,
  styleUrl: './file-source.scss',
})
export class FileSource {
  readonly camera = input.required<string>();
  readonly choose = input.required<string>();
  readonly accept = input('image/*,.heic,.heif');
  readonly several = input(false);
  /** Each file for itself. */
  readonly picked = output<File>();

  protected pick(event: Event): void {
    const field = event.target as HTMLInputElement;
    const files = [...(field.files ?? [])];
    // The same file may be chosen twice in a row.
    field.value = '';
    for (const file of files) this.picked.emit(file);
  }
}
