import { useEffect, useRef } from 'react';
import { createWedge } from './wedge';

interface Touched {
  input: HTMLInputElement | HTMLTextAreaElement;
  before: string;
}

/** Catches scans wherever the focus is. The field that happened to have the focus gets its old text back. */
export function useWedge(onScan: (code: string) => void): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    const wedge = createWedge();
    let touched: Touched | null = null;
    let lastTime = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || takesScansItself(event.target)) return;
      if (event.timeStamp - lastTime > 250) touched = snapshot(event.target);
      lastTime = event.timeStamp;
      const code = wedge.press({ key: event.key, code: event.code, time: event.timeStamp });
      if (code === null) return;
      // The Enter of the scanner must not submit a form or move a cursor.
      event.preventDefault();
      event.stopPropagation();
      if (touched) restore(touched);
      latest.current(code);
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, []);
}

/** The scan field and the item cell read a code and its Enter by themselves; what is typed into a dialog is not ours. */
function takesScansItself(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('.scan-field,[role=combobox],[role=dialog]') !== null
  );
}

function snapshot(target: EventTarget | null): Touched | null {
  const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isText ? { input: target, before: target.value } : null;
}

/** Sets the value the way typing does, so that React notices. */
function restore({ input, before }: Touched): void {
  const prototype =
    input instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(input, before);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
