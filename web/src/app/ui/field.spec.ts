import { Component } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';

import { Control, Field } from './field';

@Component({
  imports: [Control, Field, ReactiveFormsModule],
  template: `
    <praan-field label="E-mail" hint="Any will do" [errors]="{ required: 'Needed', any: 'Wrong' }">
      <input praanControl [formControl]="control" />
    </praan-field>
  `,
})
class Form {
  readonly control = new FormControl('', [Validators.required, Validators.email]);
}

describe('Field', () => {
  let fixture: ComponentFixture<Form>;
  let input: HTMLInputElement;

  beforeEach(async () => {
    fixture = TestBed.createComponent(Form);
    await fixture.whenStable();
    input = fixture.nativeElement.querySelector('input');
  });

  const note = () => document.getElementById(input.getAttribute('aria-describedby') ?? '') as HTMLElement;

  beforeEach(() => document.body.append(fixture.nativeElement));

  it('names and describes its control', () => {
    expect(input.labels?.[0]?.textContent).toBe('E-mail');
    expect(note().textContent.trim()).toBe('Any will do');
    expect(input.hasAttribute('aria-invalid')).toBe(false);
  });

  it('says what is wrong once the field was left, and stops when it is right', async () => {
    input.dispatchEvent(new Event('blur'));
    await fixture.whenStable();
    expect(note().textContent.trim()).toBe('Needed');
    expect(input.getAttribute('aria-invalid')).toBe('true');

    fixture.componentInstance.control.setValue('no address');
    await fixture.whenStable();
    expect(note().textContent.trim()).toBe('Wrong');

    fixture.componentInstance.control.setValue('a@example.com');
    await fixture.whenStable();
    expect(note().textContent.trim()).toBe('Any will do');
    expect(input.hasAttribute('aria-invalid')).toBe(false);
  });
});
