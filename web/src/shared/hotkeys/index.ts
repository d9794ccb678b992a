export { KeyHint } from './KeyHint';
export { dispatchHotkey, type Hotkey, notation, useHotkeyRegistry } from './registry';
export { useHotkeys } from './useHotkeys';
