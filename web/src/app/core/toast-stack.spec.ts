import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import { ToastStack } from './toast-stack';
import { Toasts } from './toasts';

describe('the stack of toasts', () => {
  let fixture: ComponentFixture<ToastStack>;
  let toasts: Toasts;
  let page: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: {
            en: { saved: 'Saved.', deleted: 'Deleted.', undo: 'Undo', toast: { dismiss: 'Dismiss' } },
          },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
    });
    toasts = TestBed.inject(Toasts);
    fixture = TestBed.createComponent(ToastStack);
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await fixture.whenStable();
  });

  afterEach(() => page.remove());

  async function show(key: string, run?: () => void): Promise<void> {
    toasts.show(key, {}, run && { key: 'undo', run });
    await fixture.whenStable();
  }

  const buttons = () => [...page.querySelectorAll('button')];

  it('is a polite region before there is anything to say', async () => {
    expect(page.querySelector('section')?.getAttribute('aria-live')).toBe('polite');
    expect(page.querySelector('.toast')).toBeNull();
    await show('saved');
    expect(page.querySelector('section .toast')?.textContent).toContain('Saved.');
  });

  it('takes back what it says, and gives the focus back to where it came from', async () => {
    const before = document.createElement('button');
    document.body.append(before);
    let undone = 0;
    await show('deleted', () => undone++);
    before.focus();
    buttons()[0]?.focus();
    buttons()[0]?.click();
    await fixture.whenStable();

    expect(undone).toBe(1);
    expect(page.querySelector('.toast')).toBeNull();
    expect(document.activeElement).toBe(before);
    before.remove();
  });

  it('leaves by Escape, the focus goes on to the next', async () => {
    await show('saved');
    await show('deleted');
    buttons()[0]?.focus();
    buttons()[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await fixture.whenStable();

    expect(toasts.stack().map((each) => each.key)).toEqual(['deleted']);
    expect(document.activeElement).toBe(buttons()[0]);
  });
});
