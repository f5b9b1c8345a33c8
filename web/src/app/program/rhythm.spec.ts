import { HttpErrorResponse } from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { MemberOut, ProgramOut } from '../api/models';
import { Ask } from '../core/ask';
import { Preferences } from '../core/preferences';
import { Programs } from '../core/programs';
import { Toasts } from '../core/toasts';
import { Rhythm } from './rhythm';

const program = { id: 70, member_id: 7, status: 'ACTIVE', end_date: '2027-01-30' } as ProgramOut;

describe('rest, go on, finish', () => {
  let fixture: ComponentFixture<Rhythm>;
  const question = vi.fn();
  const set = vi.fn();
  const changed = vi.fn();
  const page = () => fixture.nativeElement as HTMLElement;

  async function show(status: ProgramOut['status']): Promise<void> {
    question.mockReset().mockResolvedValue(true);
    set.mockReset().mockImplementation((id: number, to: string) => ({ ...program, id, status: to }));
    changed.mockReset();
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [
        provideRouter([]),
        { provide: Ask, useValue: { question } },
        { provide: Programs, useValue: { set } },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    fixture = TestBed.createComponent(Rhythm);
    fixture.componentRef.setInput('member', { id: 7 } as MemberOut);
    fixture.componentRef.setInput('program', { ...program, status });
    fixture.componentInstance.changed.subscribe((now) => {
      changed(now.status);
      fixture.componentRef.setInput('program', now);
    });
    await fixture.whenStable();
  }

  async function click(words: string): Promise<void> {
    const button = [...page().querySelectorAll('button')].find((each) => each.textContent?.trim() === words);
    expect(button, words).toBeDefined();
    button?.click();
    await fixture.whenStable();
  }

  it('asks first, and changes nothing when the answer is no', async () => {
    await show('ACTIVE');
    question.mockResolvedValue(false);

    await click('Let them rest');
    await click('Finish for good');

    expect(question).toHaveBeenCalledTimes(2);
    expect(set).not.toHaveBeenCalled();
  });

  it.each([
    ['ACTIVE', 'Let them rest', 'PAUSED'],
    ['PAUSED', 'Go on', 'ACTIVE'],
  ] as const)('of %s can be taken back', async (before, words, after) => {
    await show(before);

    await click(words);
    const toasts = TestBed.inject(Toasts);
    for (const toast of toasts.stack()) await toasts.act(toast);

    expect(changed.mock.calls).toEqual([[after], [before]]);
  });

  it('is final once it is complete', async () => {
    await show('PAUSED');

    await click('Finish for good');

    expect(changed).toHaveBeenCalledWith('COMPLETED');
    expect(TestBed.inject(Toasts).undoable()).toBeUndefined();
    expect(page().querySelector('button')).toBeNull();
    expect(page().textContent).toContain('Begin ninety new days');
  });

  it('says when another program has the title', async () => {
    await show('PAUSED');
    set.mockRejectedValue(new HttpErrorResponse({ status: 409 }));

    await click('Go on');

    expect(page().querySelector('[role=alert]')?.textContent).toContain('Another program of the same name');
    expect(changed).not.toHaveBeenCalled();
  });
});
