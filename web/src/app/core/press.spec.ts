import { TestBed } from '@angular/core/testing';

import { stayWhilePressing } from './press';

describe('a press', () => {
  let form: HTMLFormElement;

  beforeAll(() => TestBed.runInInjectionContext(stayWhilePressing));

  beforeEach(() => {
    form = document.createElement('form');
    form.innerHTML = '<button type="submit"><span>Save</span></button><button type="button">Back</button>';
    document.body.append(form);
  });

  afterEach(() => form.remove());

  /** Whether the field that has the focus would keep it. */
  function stays(pressed: string, pointerType: string): boolean {
    const target = form.querySelector(pressed);
    target?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerType }));
    return !target?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
  }

  it('of a mouse on what sends the form leaves no field before it is done', () => {
    expect(stays('span', 'mouse')).toBe(true);
    expect(stays('[type=submit]', 'mouse')).toBe(true);
  });

  it('of a finger, and on anything else, is as ever', () => {
    expect(stays('[type=submit]', 'touch')).toBe(false);
    expect(stays('[type=button]', 'mouse')).toBe(false);
    expect(stays('[type=submit]', 'mouse')).toBe(true);
  });
});
