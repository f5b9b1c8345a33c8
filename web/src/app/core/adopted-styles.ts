import { DOCUMENT, inject, Injectable, OnDestroy } from '@angular/core';

/** What holds adopted sheets: the document, or a shadow root. */
type Host = Document | ShadowRoot;

interface Adopted {
  sheet: CSSStyleSheet;
  uses: number;
}

/**
 * Gives the components' styles to the page as constructed style sheets.
 *
 * Angular's own host writes `<style>` elements, which a content security policy of `style-src 'self'`
 * refuses; a nonce would change the page with every answer, and the service worker compares its hash.
 * Constructed sheets need neither. It takes the place of what Angular provides as `ɵSHARED_STYLES_HOST`.
 */
@Injectable()
export class AdoptedStyles implements OnDestroy {
  private readonly hosts = new Set<Host>([inject(DOCUMENT)]);
  private readonly sheets = new Map<string, Adopted>();

  addStyles(styles: string[]): void {
    for (const text of styles) {
      const known = this.sheets.get(text);
      if (known) {
        known.uses++;
        continue;
      }
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      this.sheets.set(text, { sheet, uses: 1 });
      for (const host of this.hosts) host.adoptedStyleSheets.push(sheet);
    }
  }

  removeStyles(styles: string[]): void {
    for (const text of styles) {
      const known = this.sheets.get(text);
      if (!known || --known.uses > 0) continue;
      this.sheets.delete(text);
      for (const host of this.hosts) withdraw(host, known.sheet);
    }
  }

  addHost(node: Node): void {
    if (!(node instanceof ShadowRoot) || this.hosts.has(node)) return;
    this.hosts.add(node);
    for (const { sheet } of this.sheets.values()) node.adoptedStyleSheets.push(sheet);
  }

  removeHost(node: Node): void {
    if (node instanceof ShadowRoot) this.hosts.delete(node);
  }

  ngOnDestroy(): void {
    for (const { sheet } of this.sheets.values()) {
      for (const host of this.hosts) withdraw(host, sheet);
    }
    this.sheets.clear();
  }
}

function withdraw(host: Host, sheet: CSSStyleSheet): void {
  host.adoptedStyleSheets = host.adoptedStyleSheets.filter((other) => other !== sheet);
}
