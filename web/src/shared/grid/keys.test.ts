import { describe, expect, it } from 'vitest';
import { type CaretContext, gridCommand } from './keys';

const resting: CaretContext = { isAtStart: true, isAtEnd: true, hasSuggestions: false, isChanged: false };

describe('keys in the grid', () => {
  it.each([
    [{ key: 'Enter' }, 'onward'],
    [{ key: 'Tab' }, 'next'],
    [{ key: 'Enter', shiftKey: true }, 'back'],
    [{ key: 'Tab', shiftKey: true }, 'previous'],
    [{ key: 'ArrowUp' }, 'up'],
    [{ key: 'ArrowDown' }, 'down'],
    [{ key: 'F2' }, 'edit'],
    [{ key: 'F7' }, 'choose'],
    [{ key: 'F6' }, 'leave'],
    [{ key: 'Insert' }, 'insert'],
    [{ key: 'Delete', ctrlKey: true }, 'remove'],
    [{ key: 'd', ctrlKey: true }, 'copyAbove'],
    [{ key: 'z', ctrlKey: true }, 'undo'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'redo'],
    [{ key: 'Escape' }, 'leave'],
  ])('%o is %s', (press, command) => {
    expect(gridCommand(press, resting)).toBe(command);
  });

  it.each(['Enter', 'Tab', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'Escape', 'F7'])(
    '%s belongs to the input method while it composes',
    (key) => {
      expect(gridCommand({ key, isComposing: true }, resting)).toBeNull();
      expect(gridCommand({ key, keyCode: 229 }, resting)).toBeNull();
      expect(gridCommand({ key: 'Process' }, resting)).toBeNull();
    },
  );

  it('leaves the arrows to the text while the caret is inside it', () => {
    const inside = { ...resting, isAtStart: false, isAtEnd: false };
    expect(gridCommand({ key: 'ArrowLeft' }, inside)).toBeNull();
    expect(gridCommand({ key: 'ArrowRight' }, inside)).toBeNull();
    expect(gridCommand({ key: 'ArrowLeft' }, resting)).toBe('left');
  });

  it('leaves up and down to open suggestions', () => {
    expect(gridCommand({ key: 'ArrowDown' }, { ...resting, hasSuggestions: true })).toBeNull();
  });

  it('cancels what was typed before it leaves the grid', () => {
    expect(gridCommand({ key: 'Escape' }, { ...resting, isChanged: true })).toBe('cancel');
  });

  it('never takes the keys that save, post, or belong to the browser', () => {
    for (const key of ['s', 'Enter', 'c', 'v', 'x', 'a', 't', 'w', 'r']) {
      expect(gridCommand({ key, ctrlKey: true }, resting)).toBeNull();
    }
  });
});
