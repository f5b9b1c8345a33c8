import { TestBed } from '@angular/core/testing';

import { Hotkeys } from './hotkeys';
import { Preferences } from './preferences';

describe('hotkeys', () => {
  let hotkeys: Hotkeys;
  let heard: string[];

  beforeEach(() => {
    document.body.innerHTML = '';
    heard = [];
    hotkeys = TestBed.inject(Hotkeys);
    for (const keys of ['n', 'g t', 'g r', '?']) hotkeys.bind(keys, keys, () => heard.push(keys));
  });

  function press(key: string, more: KeyboardEventInit = {}, at: Element = document.body): Event {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
    at.dispatchEvent(event);
    return event;
  }

  it('do what is bound, one key or one after the other', () => {
    for (const key of ['n', 'g', 't', '?', 'g', 'r']) press(key);

    expect(heard).toEqual(['n', 'g t', '?', 'g r']);
  });

  it('forgive a slip within a sequence', () => {
    for (const key of ['g', 'x', 'g', 'g', 't']) press(key);

    expect(heard).toEqual(['g t']);
  });

  it('take single keys within an unfinished sequence for what they are', () => {
    for (const key of ['g', 'n']) press(key);

    expect(heard).toEqual(['n']);
  });

  it('are not heard while somebody types, chooses from a menu or answers a dialog', () => {
    document.body.innerHTML =
      '<input><textarea></textarea><select></select><p contenteditable="true"></p>' +
      '<div role="menu"><a></a></div><dialog><button></button></dialog>';
    for (const each of document.querySelectorAll('input, textarea, select, p, a, button'))
      press('n', {}, each);

    expect(heard).toEqual([]);
  });

  it('leave what belongs to the browser alone', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey']) press('n', { [modifier]: true });
    const untouched = press('x');

    expect(heard).toEqual([]);
    expect(untouched.defaultPrevented).toBe(false);
  });

  it('go by the place of the key on a keyboard of another script', () => {
    press('ल', { code: 'KeyN' });
    press('य', { code: 'Slash', shiftKey: true });

    expect(heard).toEqual(['n', '?']);
  });

  it('belong to the latest who bound them, until given back', () => {
    const unbind = hotkeys.bind('n', 'other', () => heard.push('other'));
    press('n');
    unbind();
    press('n');

    expect(heard).toEqual(['other', 'n']);
  });

  it('can be turned off', () => {
    const preferences = TestBed.inject(Preferences);
    preferences.hotkeys.set(false);
    press('n');
    preferences.hotkeys.set(true);

    expect(heard).toEqual([]);
  });
});
