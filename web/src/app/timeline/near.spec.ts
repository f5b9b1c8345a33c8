import { TestBed } from '@angular/core/testing';

import { Near } from './near';
import { Piece } from './pages';

describe('what is drawn of a long list', () => {
  const observe = vi.fn();
  const unobserve = vi.fn();

  beforeEach(() => {
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        observe = observe;
        unobserve = unobserve;
        disconnect = vi.fn();
      },
    );
    TestBed.configureTestingModule({ providers: [Near] });
  });
  afterEach(() => vi.unstubAllGlobals());

  it('is all of it on paper', () => {
    const [shown, gone] = [new Piece('1/a/0', 'a', 1), new Piece('1/a/1', 'a', 1)];
    const near = TestBed.inject(Near);
    near.watch(document.createElement('div'), shown);
    near.watch(document.createElement('div'), gone)();
    window.dispatchEvent(new Event('beforeprint'));

    expect(shown.near()).toBe(true);
    expect(gone.near()).toBe(false);
  });
});
