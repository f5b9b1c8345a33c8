import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, RouterOutlet } from '@angular/router';

import { followArrivals } from './arrival';

@Component({ template: '<h1 tabindex="-1">One</h1>' })
class One {}

@Component({ template: '<h1 tabindex="-1">Two</h1><input />' })
class Two {}

@Component({
  imports: [RouterOutlet],
  template: `
    <nav><a href="/two">to two</a></nav>
    <main><router-outlet /></main>
    <div class="cdk-overlay-container"><button>in a menu</button></div>
  `,
})
class Frame {}

describe('arrivals', () => {
  let frames: FrameRequestCallback[];
  let host: HTMLElement;

  beforeEach(async () => {
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => frames.push(run));
    vi.stubGlobal('scrollTo', () => undefined);
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'one', component: One },
          { path: 'two', component: Two },
        ]),
      ],
    });
    TestBed.runInInjectionContext(followArrivals);
    const frame = TestBed.createComponent(Frame);
    host = frame.nativeElement as HTMLElement;
    document.body.append(host);
    await go('/one');
    frames = [];
  });

  afterEach(() => {
    host.remove();
    vi.unstubAllGlobals();
  });

  async function go(url: string): Promise<void> {
    await TestBed.inject(Router).navigateByUrl(url);
    TestBed.tick();
  }

  function find(what: string): HTMLElement {
    const found = host.querySelector<HTMLElement>(what);
    if (!found) throw new Error(`no ${what}`);
    return found;
  }

  function draw(): void {
    for (const run of frames) run(0);
  }

  it('lead to the heading of the page', async () => {
    find('a').focus();
    await go('/two');
    draw();

    expect(document.activeElement).toBe(find('h1'));
  });

  it('lead there also where the focus has gone back to the frame', async () => {
    find('button').focus();
    await go('/two');
    find('a').focus();
    draw();

    expect(document.activeElement).toBe(find('h1'));
  });

  it.each(['input', 'button'])('leave somebody who is quicker where they are: %s', async (what) => {
    find('a').focus();
    await go('/two');
    find(what).focus();
    draw();

    expect(document.activeElement).toBe(find(what));
  });

  it('leave a menu that was opened while the page was on its way', async () => {
    find('a').focus();
    const arriving = go('/two');
    find('button').focus();
    await arriving;
    draw();

    expect(document.activeElement).toBe(find('button'));
  });
});
