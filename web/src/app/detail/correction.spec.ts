import { provideHttpClient } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { LogPatch } from '../api/models';
import { Unsaved } from '../core/unsaved';
import { Correction } from './correction';
import { Kept } from './log-keeper';

const kept = {
  log: {
    id: 5,
    log_type: 'VITALS',
    status: 'VERIFIED',
    timestamp: '2026-11-22T04:30:15Z',
    payload: { kind: 'pulse', value: 72 },
  },
  member: { id: 7, time_zone: 'Asia/Kolkata', units: 'METRIC' },
  program: { id: 70, start_date: '2026-11-01', end_date: '2027-01-29' },
} as unknown as Kept;

describe('correcting a reading', () => {
  function open() {
    TestBed.configureTestingModule({
      imports: [TranslocoTestingModule.forRoot({ langs: { en }, preloadLangs: true })],
      providers: [provideHttpClient()],
    });
    const fixture = TestBed.createComponent(Correction);
    fixture.componentRef.setInput('kept', kept);
    const said: (LogPatch | null)[] = [];
    fixture.componentInstance.corrected.subscribe((change) => said.push(change));
    fixture.detectChanges();
    const page = fixture.nativeElement as HTMLElement;
    const type = (selector: string, value: string) => {
      const field = page.querySelector<HTMLInputElement>(selector);
      if (field) field.value = value;
      field?.dispatchEvent(new Event('input', { bubbles: true }));
      TestBed.tick();
    };
    const save = () => page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    return { said, type, save };
  }

  it('changes nothing when nothing was typed', () => {
    const { said, save } = open();
    save();

    expect(said).toEqual([null]);
    expect(TestBed.inject(Unsaved).dirty()).toBe(false);
  });

  it('changes the number and leaves the moment as it was', () => {
    const { said, type, save } = open();
    type('input[type=number]', '74');
    expect(TestBed.inject(Unsaved).dirty()).toBe(true);
    save();

    expect(said).toEqual([{ payload: { kind: 'pulse', value: 74 } }]);
  });
});
