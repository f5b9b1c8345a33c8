import { Component, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';

/** The two ways to a photo: take one, or choose one that is there. */
@Component({
  selector: 'praan-photo-source',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <label class="camera">
        <input type="file" accept="image/*" capture="environment" (change)="pick($event)" />
        <praan-icon name="camera" />
        <span>{{ t('capture.camera') }}</span>
      </label>
      <label class="gallery">
        <input type="file" accept="image/*,.heic,.heif" (change)="pick($event)" />
        <praan-icon name="picture" />
        <span>{{ t('capture.gallery') }}</span>
      </label>
    </ng-container>
  `,
  styleUrl: './photo-source.scss',
})
export class PhotoSource {
  readonly picked = output<File>();

  protected pick(event: Event): void {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    // The same file may be chosen twice in a row.
    field.value = '';
    if (file) this.picked.emit(file);
  }
}
