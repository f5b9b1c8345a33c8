import { TestBed } from '@angular/core/testing';

import { Preferences } from './preferences';

describe('Preferences', () => {
  beforeEach(() => localStorage.clear());

  function fresh(): Preferences {
    TestBed.resetTestingModule();
    return TestBed.inject(Preferences);
  }

  it('follow the browser until somebody chooses', () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['ta-IN', 'hi-IN', 'en']);

    expect(fresh().language()).toBe('hi');
    expect(fresh().theme()).toBe('auto');
  });

  it('speak English to those whose language is unknown', () => {
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr-FR']);

    expect(fresh().language()).toBe('en');
  });

  it('remember the choice, and mark the page with the theme', () => {
    const first = fresh();
    first.choose('hi');
    first.theme.set('dark');
    TestBed.tick();

    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(fresh().language()).toBe('hi');
    expect(fresh().theme()).toBe('dark');
  });

  it('colour the bars of the browser like the page', () => {
    document.head.innerHTML =
      '<meta name="theme-color" data-theme="light"><meta name="theme-color" data-theme="dark">';
    const media = () => [...document.querySelectorAll('meta')].map((meta) => meta.media);
    const preferences = fresh();

    preferences.theme.set('dark');
    TestBed.tick();
    expect(media()).toEqual(['not all', 'all']);

    preferences.theme.set('auto');
    TestBed.tick();
    expect(media()).toEqual(['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']);
  });

  it('take no word for a theme that is none', () => {
    localStorage.setItem('praan.theme', 'neon');

    expect(fresh().theme()).toBe('auto');
  });
});
