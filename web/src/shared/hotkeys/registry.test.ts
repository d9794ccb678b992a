import { afterEach, describe, expect, it, vi } from 'vitest';
import { dispatchHotkey, useHotkeyRegistry } from '.';

function press(target: HTMLElement, init: KeyboardEventInit) {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  target.addEventListener('keydown', dispatchHotkey, { once: true });
  target.dispatchEvent(event);
  return event;
}

afterEach(() => useHotkeyRegistry.setState({ hotkeys: [] }));

describe('key bindings', () => {
  it('saves by Ctrl+S while typing in a field', () => {
    const run = vi.fn();
    useHotkeyRegistry
      .getState()
      .register([{ id: 's', keys: 'mod+s', label: 's', group: 'document', inInputs: true, run }]);
    const event = press(document.createElement('input'), { key: 's', ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(1);
    expect(event.defaultPrevented).toBe(true);
  });

  it('types a slash in a field instead of jumping to the search', () => {
    const run = vi.fn();
    useHotkeyRegistry
      .getState()
      .register([{ id: 'q', keys: '/', label: 'q', group: 'general', inInputs: true, run }]);
    press(document.createElement('input'), { key: '/' });
    expect(run).not.toHaveBeenCalled();
    press(document.createElement('div'), { key: '/' });
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('leaves the keys of a pinyin composition alone', () => {
    const run = vi.fn();
    useHotkeyRegistry
      .getState()
      .register([{ id: 'e', keys: 'mod+enter', label: 'e', group: 'document', inInputs: true, run }]);
    press(document.createElement('input'), { key: 'Enter', ctrlKey: true, isComposing: true });
    expect(run).not.toHaveBeenCalled();
  });

  it('lets the page opened last win, and gives the key back when it closes', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const { register } = useHotkeyRegistry.getState();
    register([{ id: 'a', keys: 'f9', label: 'a', group: 'general', inInputs: true, run: first }]);
    const close = register([
      { id: 'b', keys: 'f9', label: 'b', group: 'general', inInputs: true, run: second },
    ]);
    press(document.createElement('div'), { key: 'F9' });
    close();
    press(document.createElement('div'), { key: 'F9' });
    expect(second).toHaveBeenCalledTimes(1);
    expect(first).toHaveBeenCalledTimes(1);
  });
});
