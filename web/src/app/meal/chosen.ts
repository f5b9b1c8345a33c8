import { Injectable } from '@angular/core';

/** Carries a file that was chosen on one page to the next; a URL could not. */
@Injectable({ providedIn: 'root' })
export class Chosen {
  private file: File | null = null;

  put(file: File): void {
    this.file = file;
  }

  take(): File | null {
    const file = this.file;
    this.file = null;
    return file;
  }
}
