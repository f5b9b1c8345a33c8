import { DOCUMENT } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { AdoptedStyles } from './adopted-styles';

class Sheet {
  text = '';
  replaceSync(text: string): void {
    this.text = text;
  }
}

describe('AdoptedStyles', () => {
  let page: { adoptedStyleSheets: Sheet[] };
  let styles: AdoptedStyles;
  const texts = () => page.adoptedStyleSheets.map((sheet) => sheet.text);

  beforeEach(() => {
    vi.stubGlobal('CSSStyleSheet', Sheet);
    page = { adoptedStyleSheets: [] };
    TestBed.configureTestingModule({
      providers: [AdoptedStyles, { provide: DOCUMENT, useValue: page }],
    });
    styles = TestBed.inject(AdoptedStyles);
  });

  afterEach(() => vi.unstubAllGlobals());

  it('gives each text to the page once, in order', () => {
    styles.addStyles(['a', 'b']);
    styles.addStyles(['a']);

    expect(texts()).toEqual(['a', 'b']);
  });

  it('takes a text away with its last user', () => {
    styles.addStyles(['a', 'b']);
    styles.addStyles(['a']);

    styles.removeStyles(['a', 'b']);
    expect(texts()).toEqual(['a']);

    styles.removeStyles(['a']);
    expect(texts()).toEqual([]);
  });
});
