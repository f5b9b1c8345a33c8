import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { CheckInOut } from '../api/models';
import { Unsaved } from '../core/unsaved';
import { CheckIn } from './check-in';
import { Course } from './course';

const asked: CheckInOut = {
  id: 5,
  program_id: 70,
  phase: 'BUILD',
  day: 31,
  made_at: '2026-12-02T01:00:00Z',
  answered_at: null,
  effort: null,
  note: null,
};
const answered = { ...asked, answered_at: '2026-12-03T08:00:00Z', effort: 4, note: 'Stairs' };

describe('a check-in', () => {
  let fixture: ComponentFixture<CheckIn>;
  const answer = vi.fn();
  const page = () => fixture.nativeElement as HTMLElement;

  async function show(checkIn: CheckInOut, mayWrite = true): Promise<void> {
    answer.mockReset().mockResolvedValue(answered);
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [{ provide: Course, useValue: { answer } }],
    });
    fixture = TestBed.createComponent(CheckIn);
    fixture.componentRef.setInput('asked', checkIn);
    fixture.componentRef.setInput('mayWrite', mayWrite);
    await fixture.whenStable();
  }

  async function choose(words: string): Promise<void> {
    const label = [...page().querySelectorAll('label')].find((each) => each.textContent?.trim() === words);
    label?.querySelector('input')?.click();
    await fixture.whenStable();
  }

  async function write(words: string): Promise<void> {
    const note = page().querySelector('textarea');
    if (note) note.value = words;
    note?.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  }

  async function send(): Promise<void> {
    page().querySelector('form')?.dispatchEvent(new Event('submit'));
    await fixture.whenStable();
  }

  it('is answered with a word and a note, and then tells them', async () => {
    await show(asked);

    await choose('Hard');
    await write(' Stairs ');
    expect(TestBed.inject(Unsaved).dirty()).toBe(true);
    await send();

    expect(answer).toHaveBeenCalledWith(asked, { effort: 4, note: 'Stairs' });
    expect(page().querySelector('form')).toBeNull();
    expect(page().textContent).toContain('Hard');
    expect(page().textContent).toContain('A rest does no harm');
    expect(TestBed.inject(Unsaved).dirty()).toBe(false);
  });

  it('asks for a word before anything is sent', async () => {
    await show(asked);

    await send();

    expect(answer).not.toHaveBeenCalled();
    expect(page().querySelector('[role=alert]')?.textContent).toContain('Choose the word');
  });

  it('keeps what is being written while the page looks again', async () => {
    await show(asked);
    await choose('Fine');
    await write('half a thou');

    fixture.componentRef.setInput('asked', { ...asked });
    await fixture.whenStable();

    expect(page().querySelector('textarea')?.value).toBe('half a thou');
    expect(page().querySelector<HTMLInputElement>('input:checked')?.value).toBe('2');
  });

  it('may be answered anew', async () => {
    await show(answered);

    page().querySelector('button')?.click();
    await fixture.whenStable();

    expect(page().querySelector<HTMLInputElement>('input:checked')?.value).toBe('4');
    expect(page().querySelector('textarea')?.value).toBe('Stairs');
  });

  it('has no controls for who may only look', async () => {
    await show(asked, false);
    expect(page().querySelector('form, button, input')).toBeNull();

    fixture.componentRef.setInput('asked', answered);
    await fixture.whenStable();
    expect(page().textContent).toContain('Stairs');
    expect(page().querySelector('form, button, input')).toBeNull();
  });
});
