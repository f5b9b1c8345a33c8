import { TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { Alarm, Rule, Side } from './bounds';
import { todayIn } from './day';
import { FirstSteps } from './first-steps';

const ZONE = 'Asia/Kolkata';

/** Somebody who became so many months old in this month. */
function aged(months: number, time_zone = ZONE) {
  const [year, month] = todayIn(time_zone).split('-').map(Number);
  const born = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1 - months, 1));
  return { dob: born.toISOString().slice(0, 10), time_zone };
}

async function steps(
  of: { rule: Rule; side: Side; severity?: Alarm; band?: string },
  member: ReturnType<typeof aged> | undefined = aged(70 * 12),
) {
  TestBed.configureTestingModule({
    imports: [
      TranslocoTestingModule.forRoot({
        langs: { en },
        preloadLangs: true,
        translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
      }),
    ],
  });
  const fixture = TestBed.createComponent(FirstSteps);
  for (const [name, value] of Object.entries({ severity: 'URGENT', ...of, member })) {
    fixture.componentRef.setInput(name, value);
  }
  await fixture.whenStable();
  const shown = fixture.nativeElement as HTMLElement;
  const call = shown.querySelector('praan-emergency-call');
  return {
    said: shown.textContent,
    call: call?.textContent.trim(),
    link: call?.querySelector('a')?.getAttribute('href'),
  };
}

describe('the first steps', () => {
  const words = en.vitals.steps;
  const fever = { rule: 'temperature', side: 'high' } as const;
  const cold = { rule: 'temperature', side: 'low' } as const;
  const sugar = { rule: 'glucose', side: 'low' } as const;

  it.each([
    ['a baby of two months with fever', { ...fever, band: 'high_fever' }, 2, words.temperature_high_baby],
    ['a baby of six months, before the server judged', fever, 6, words.temperature_high_baby],
    ['a baby whose fever is long', { ...fever, band: 'long_fever' }, 5, words.temperature_high_baby],
    ['a child whose fever is long', { ...fever, band: 'long_fever' }, 4 * 12, words.long_fever],
    ['a grown-up whose fever is long', { ...fever, band: 'long_fever' }, 70 * 12, words.long_fever],
    ['a grown-up beyond a bound of their own', { ...fever, band: 'fever' }, 70 * 12, words.temperature_high],
    ['a child beyond a bound of their own', { ...fever, band: 'own_high' }, 8, words.temperature_high],
    ['a baby whose sugar is low', sugar, 11, words.glucose_low_baby],
    [
      'a baby whose sugar is a little low',
      { ...sugar, severity: 'WARN' } as const,
      3,
      words.glucose_low_baby,
    ],
    ['a child of one year whose sugar is low', sugar, 12, words.glucose_low],
    ['a newborn who is cold', { ...cold, band: 'very_low' }, 0, words.temperature_low_baby],
    ['a grown-up who is cold', { ...cold, band: 'very_low' }, 70 * 12, words.temperature_low],
  ])('are those for %s', async (_, of, months, said) => {
    expect((await steps(of, aged(months))).said).toContain(said);
  });

  it('speak of so young a child to no grown-up, and of a drink to no newborn', async () => {
    for (const band of ['long_fever', 'fever', 'own_high']) {
      TestBed.resetTestingModule();
      expect((await steps({ ...fever, band })).said).not.toContain('young');
    }
    TestBed.resetTestingModule();
    expect((await steps(cold, aged(0))).said).not.toContain('drink');
  });

  it('of low sugar say what to do for who cannot swallow, with the number however low it is', async () => {
    const low = { rule: 'glucose', side: 'low', severity: 'WARN' } as const;
    const { said, link } = await steps(low);

    expect(said).toContain('If not: give nothing by mouth and call now');
    expect(link).toBe('tel:112');
    TestBed.resetTestingModule();
    expect((await steps({ ...low, side: 'high' })).call).toBeUndefined();
  });

  it('name no number where nobody knows the place, and the local one where the country is not known', async () => {
    const crisis = { rule: 'blood_pressure', side: 'high' } as const;
    expect(await steps(crisis, aged(900, 'Africa/Nairobi'))).toMatchObject({
      call: 'Call 112, or your local emergency number',
      link: 'tel:112',
    });
    TestBed.resetTestingModule();
    const fixture = await stepsOfNobody(crisis);
    expect(fixture).toMatchObject({ call: 'Call the emergency number', link: undefined });
  });
});

function stepsOfNobody(of: { rule: Rule; side: Side }) {
  return steps(of, null as never);
}
