import { type RefObject, useLayoutEffect, useState } from 'react';

/** Below this width rows and lines are cards, and the style sheet alone decides. */
const CARDS = '(max-width: 640px)';
/** What a scroll bar may take: it must not decide which columns there are, or it would come and go with them. */
const SCROLL_BAR = 10;

/** The width that columns may share in an element; Infinity before it is known, and where rows are cards. */
export function useRoom(element: RefObject<HTMLElement | null>): number {
  const [room, setRoom] = useState(Number.POSITIVE_INFINITY);
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return;
    const measure = () => {
      const isFree = node.offsetWidth === 0 || window.matchMedia(CARDS).matches;
      setRoom(isFree ? Number.POSITIVE_INFINITY : node.offsetWidth - SCROLL_BAR);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return room;
}
