import { type RefObject, useLayoutEffect, useState } from 'react';

const HEIGHT_MIN = 240;

/** The height left from the top of an element to the bottom of the window, less what must stay below it. */
export function useViewportRest(element: RefObject<HTMLElement | null>, below: number): number {
  const [height, setHeight] = useState(480);
  useLayoutEffect(() => {
    const measure = () => {
      const top = element.current?.getBoundingClientRect().top ?? 0;
      setHeight(Math.max(HEIGHT_MIN, Math.floor(window.innerHeight - Math.max(top, 0) - below)));
    };
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  });
  return height;
}
