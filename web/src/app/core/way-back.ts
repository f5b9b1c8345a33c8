import { Location } from '@angular/common';
import { inject, Injectable } from '@angular/core';

/** The way back from a page that is reached from several others. */
@Injectable({ providedIn: 'root' })
export class WayBack {
  private readonly location = inject(Location);

  /** Goes to where the visitor was; false when that was no page of this app. */
  take(): boolean {
    // The router counts the pages of this app in the history's own state, over reloads and replaced ones.
    const state = this.location.getState() as { ɵrouterPageId?: number } | null;
    if (!state?.ɵrouterPageId) return false;
    this.location.back();
    return true;
  }
}
