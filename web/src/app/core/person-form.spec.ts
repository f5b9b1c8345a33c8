import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { provideHttpClient } from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideTransloco } from '@jsverse/transloco';

import { MemberOut } from '../api/models';
import { PersonForm } from './person-form';
import { Unsaved } from './unsaved';

const GRANDPA = {
  id: 7,
  name: 'Grandpa',
  relation_type: 'GRANDPARENT',
  dob: '1948-03-21',
  time_zone: 'Asia/Kolkata',
  sex: null,
  units: 'METRIC',
} as MemberOut;

describe('the form for a person', () => {
  let fixture: ComponentFixture<PersonForm>;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideTransloco({ config: { availableLangs: ['en'], defaultLang: 'en' } }),
      ],
    });
    fixture = TestBed.createComponent(PersonForm);
    await give(GRANDPA);
  });

  async function give(member: MemberOut): Promise<void> {
    fixture.componentRef.setInput('member', member);
    await fixture.whenStable();
  }

  const field = (): HTMLInputElement => fixture.nativeElement.querySelector('input');

  function type(name: string): void {
    field().value = name;
    field().dispatchEvent(new Event('input'));
  }

  it('shows what the server tells anew', async () => {
    await give({ ...GRANDPA, name: 'Nana' });

    expect(field().value).toBe('Nana');
  });

  it('keeps what is being typed when the server tells the same person anew', async () => {
    type('Dadaji');
    await give({ ...GRANDPA });

    expect(field().value).toBe('Dadaji');
    expect(TestBed.inject(Unsaved).dirty()).toBe(true);
  });

  it('shows another person, whatever was typed', async () => {
    type('Dadaji');
    await give({ ...GRANDPA, id: 8, name: 'Grandma' });

    expect(field().value).toBe('Grandma');
    expect(TestBed.inject(Unsaved).dirty()).toBe(false);
  });

  it('shows what the server made of what was saved', async () => {
    type(' Dadaji ');
    fixture.nativeElement.querySelector('form').dispatchEvent(new Event('submit'));
    const call = await vi.waitFor(() => TestBed.inject(HttpTestingController).expectOne('/api/v1/members/7'));
    expect(call.request.body.name).toBe('Dadaji');
    call.flush({ ...GRANDPA, name: 'Dadaji' });
    await vi.waitFor(() => expect(TestBed.inject(Unsaved).dirty()).toBe(false));
    await give({ ...GRANDPA, name: 'Dadaji' });

    expect(field().value).toBe('Dadaji');
  });
});
