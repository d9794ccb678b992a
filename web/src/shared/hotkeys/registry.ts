import { create } from 'zustand';

/** One key binding that is live on the current page and listed in the help. */
export interface Hotkey {
  id: string;
  /** `mod+s`, `f9`, `alt+n`, `/`, `?`; `mod` is Ctrl, or ⌘ on a Mac. */
  keys: string;
  /** Translation key of what it does. */
  label: string;
  group: 'general' | 'document' | 'grid' | 'list';
  /** Runs also while the focus is in an input. Single characters never do. */
  inInputs?: boolean;
  /** Without a handler the binding is only documented here and handled where the focus is. */
  run?: () => void;
}

interface Registry {
  hotkeys: Hotkey[];
  register: (hotkeys: Hotkey[]) => () => void;
}

export const useHotkeyRegistry = create<Registry>((set) => ({
  hotkeys: [],
  register(hotkeys) {
    set((state) => ({ hotkeys: [...state.hotkeys, ...hotkeys] }));
    return () => set((state) => ({ hotkeys: state.hotkeys.filter((known) => !hotkeys.includes(known)) }));
  },
}));

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Writes a key press in the notation of `Hotkey.keys`. */
export function notation(press: KeyPress): string {
  const parts: string[] = [];
  if (press.ctrlKey || press.metaKey) parts.push('mod');
  if (press.altKey) parts.push('alt');
  const key = press.key === ' ' ? 'space' : press.key.toLowerCase();
  if (press.shiftKey && key.length > 1) parts.push('shift');
  return [...parts, key].join('+');
}

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Finds and runs the latest binding of a key press. Keys of an input method's composition are never ours. */
export function dispatchHotkey(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  const pressed = notation(event);
  const inInput = isEditable(event.target);
  const { hotkeys } = useHotkeyRegistry.getState();
  const match = hotkeys.findLast(
    (hotkey) =>
      hotkey.run && hotkey.keys === pressed && (!inInput || (hotkey.inInputs && pressed.length > 1)),
  );
  if (!match) return;
  event.preventDefault();
  event.stopPropagation();
  match.run?.();
}
