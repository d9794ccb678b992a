/** What a key does in the grid. Decided here, without React, so that every rule can be tested. */
export type GridCommand =
  | 'onward'
  | 'back'
  | 'next'
  | 'previous'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'edit'
  | 'choose'
  | 'insert'
  | 'remove'
  | 'copyAbove'
  | 'cancel'
  | 'leave'
  | 'undo'
  | 'redo';

export interface GridKey {
  key: string;
  keyCode?: number;
  ctrlKey?: boolean;
  metaKey?: boolean;
  shiftKey?: boolean;
  altKey?: boolean;
  isComposing?: boolean;
}

export interface CaretContext {
  /** The caret is before the first character, or everything is selected. */
  isAtStart: boolean;
  isAtEnd: boolean;
  /** A list of suggestions is open: up and down belong to it. */
  hasSuggestions: boolean;
  /** Something was typed since the cell became active. */
  isChanged: boolean;
}

/**
 * The command of a key press, or null when the key belongs to the input itself.
 * While an input method composes (pinyin), every key belongs to it: Enter commits the word, it does not move on.
 */
export function gridCommand(press: GridKey, caret: CaretContext): GridCommand | null {
  if (press.isComposing || press.keyCode === 229 || press.key === 'Process') return null;
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return withControl(press);
  switch (press.key) {
    case 'Enter':
      return press.shiftKey ? 'back' : 'onward';
    case 'Tab':
      return press.shiftKey ? 'previous' : 'next';
    case 'ArrowUp':
      return caret.hasSuggestions ? null : 'up';
    case 'ArrowDown':
      return caret.hasSuggestions ? null : 'down';
    case 'ArrowLeft':
      return caret.isAtStart && !press.shiftKey ? 'left' : null;
    case 'ArrowRight':
      return caret.isAtEnd && !press.shiftKey ? 'right' : null;
    case 'F2':
      return 'edit';
    case 'F7':
      return 'choose';
    case 'F6':
      return 'leave';
    case 'Insert':
      return 'insert';
    case 'Escape':
      return caret.isChanged || caret.hasSuggestions ? 'cancel' : 'leave';
    default:
      return null;
  }
}

function withControl(press: GridKey): GridCommand | null {
  switch (press.key.toLowerCase()) {
    case 'delete':
      return 'remove';
    case 'insert':
      return 'insert';
    case 'd':
      return 'copyAbove';
    case 'z':
      return press.shiftKey ? 'redo' : 'undo';
    case 'y':
      return 'redo';
    default:
      return null;
  }
}
