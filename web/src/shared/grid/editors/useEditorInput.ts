import { type RefObject, useLayoutEffect, useRef } from 'react';

/** The input of the active cell takes the focus with everything selected: typing replaces, F2 keeps. */
export function useEditorInput<E extends HTMLInputElement | HTMLSelectElement>(): RefObject<E | null> {
  const input = useRef<E>(null);
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.focus({ preventScroll: true });
    if (element instanceof HTMLInputElement) element.select();
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);
  return input;
}

/** The focus comes with the words of what is wrong in the cell. */
export function faultProps(faultId: string | undefined) {
  return faultId === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': faultId };
}
