import { HttpErrorResponse } from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { MemberOut } from '../api/models';
import { Family } from '../core/family';
import { Toasts } from '../core/toasts';
import { TakingPart } from './taking-part';

const person = (id: number, name: string, more: Partial<MemberOut> = {}) =>
  ({ id, name, dob: '1950-01-01', time_zone: 'Asia/Kolkata', leaderboard: true, ...more }) as MemberOut;
const nani = person(1, 'Nani');
const kabir = person(2, 'Kabir', { dob: '2020-01-01', leaderboard: false });
const ravi = person(3, 'Ravi');
const gone = person(4, 'Asha', { leaderboard: false });

describe('who takes part', () => {
  const update = vi.fn();
  const show = vi.fn();
  const changed = vi.fn();
  let fixture: ComponentFixture<TakingPart>;

  beforeEach(async () => {
    vi.resetAllMocks();
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [
        { provide: Family, useValue: { update } },
        { provide: Toasts, useValue: { show } },
      ],
    });
    fixture = TestBed.createComponent(TakingPart);
    fixture.componentRef.setInput('members', [nani, kabir, ravi, gone]);
    fixture.componentRef.setInput('listed', [1]);
    fixture.componentInstance.changed.subscribe(changed);
    await fixture.whenStable();
  });

  const boxes = () => [...(fixture.nativeElement as HTMLElement).querySelectorAll('input')];

  it('is on or off, and says why', () => {
    expect(boxes().map((box) => box.checked)).toEqual([true, false, true, false]);
    const hints = [...(fixture.nativeElement as HTMLElement).querySelectorAll('label')].map((label) =>
      label.querySelector('span')?.textContent.trim(),
    );
    expect(hints).toEqual([
      undefined,
      'Under 18: off until you switch it on',
      'Nothing due in this week',
      undefined,
    ]);
  });

  it('is chosen for the person, and the board looks again', async () => {
    update.mockResolvedValue(kabir);
    boxes()[1]?.click();
    await fixture.whenStable();

    expect(update).toHaveBeenCalledWith(2, { leaderboard: true });
    expect(show).toHaveBeenCalledWith('board.who.joined', { name: 'Kabir' });
    expect(changed).toHaveBeenCalledOnce();
  });

  it('stays as it was when it could not be saved', async () => {
    update.mockRejectedValue(new HttpErrorResponse({ status: 403 }));
    boxes()[0]?.click();
    await fixture.whenStable();

    expect(boxes()[0]?.checked).toBe(true);
    expect(show).toHaveBeenCalledWith('failure.forbidden', { wait: 60 });
    expect(changed).not.toHaveBeenCalled();
  });
});
