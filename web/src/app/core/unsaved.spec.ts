import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { Ask } from './ask';
import { holdWhile, Unsaved } from './unsaved';

describe('what is typed and not yet saved', () => {
  const question = vi.fn<() => Promise<boolean>>();
  let unsaved: Unsaved;

  beforeEach(() => {
    question.mockReset();
    TestBed.configureTestingModule({ providers: [{ provide: Ask, useValue: { question } }] });
    unsaved = TestBed.inject(Unsaved);
  });

  function tabMayClose(): boolean {
    TestBed.tick();
    return window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  }

  it('asks nothing while there is none', async () => {
    expect(await unsaved.mayLeave()).toBe(true);
    expect(question).not.toHaveBeenCalled();
    expect(tabMayClose()).toBe(true);
  });

  it('keeps the visitor who wants to stay', async () => {
    question.mockResolvedValue(false);
    unsaved.hold();

    expect(await unsaved.mayLeave()).toBe(false);
    expect(unsaved.dirty()).toBe(true);
    expect(tabMayClose()).toBe(false);
  });

  it('is given up by the visitor who leaves', async () => {
    question.mockResolvedValue(true);
    unsaved.hold();

    expect(await unsaved.mayLeave()).toBe(true);
    expect(unsaved.dirty()).toBe(false);
    expect(tabMayClose()).toBe(true);
  });

  it('is held by each form for itself', () => {
    const first = unsaved.hold();
    const second = unsaved.hold();
    first();
    first();
    expect(unsaved.dirty()).toBe(true);
    second();
    expect(unsaved.dirty()).toBe(false);
  });

  it('is held as long as a form says so, and no longer than the form is there', () => {
    const typed = signal(false);
    @Component({ template: '' })
    class Form {
      constructor() {
        holdWhile(typed);
      }
    }
    const form = TestBed.createComponent(Form);
    const dirtyWith = (value: boolean) => {
      typed.set(value);
      TestBed.tick();
      return unsaved.dirty();
    };

    expect([dirtyWith(false), dirtyWith(true), dirtyWith(false), dirtyWith(true)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    form.destroy();
    expect(unsaved.dirty()).toBe(false);
  });
});
