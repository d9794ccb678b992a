import { useEffect, useRef } from 'react';
import { type Hotkey, useHotkeyRegistry } from './registry';

/** Registers the bindings while the component is mounted. Handlers may close over fresh state. */
export function useHotkeys(hotkeys: Hotkey[]): void {
  const latest = useRef(hotkeys);
  latest.current = hotkeys;
  const register = useHotkeyRegistry((state) => state.register);
  const signature = hotkeys.map((hotkey) => `${hotkey.id}=${hotkey.keys}=${Boolean(hotkey.run)}`).join(' ');
  useEffect(() => {
    const ids = signature.split(' ').map((part) => part.split('=')[0]);
    const live = latest.current
      .filter((hotkey) => ids.includes(hotkey.id))
      .map((hotkey) => ({
        ...hotkey,
        run: hotkey.run && (() => latest.current.find((known) => known.id === hotkey.id)?.run?.()),
      }));
    return register(live);
  }, [register, signature]);
}
