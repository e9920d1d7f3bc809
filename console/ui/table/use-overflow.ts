import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of a table that is too wide for its frame, and of the cells of its head. */
export interface Overflow {
  width: number;
  cells: readonly number[];
}

/** Makes a frame scroll only if its content is wider, because in a scrolling frame no head can stick to the page. */
export function useOverflow(frame: RefObject<HTMLElement | null>): Overflow | null {
  const [overflow, setOverflow] = useState<Overflow | null>(null);
  useLayoutEffect(() => {
    const table = frame.current?.firstElementChild;
    if (!frame.current || !table) return;
    const observer = new ResizeObserver(() => {
      const width = table.scrollWidth;
      if (width <= (frame.current?.clientWidth ?? 0)) return setOverflow(null);
      const cells = [...table.querySelectorAll('th')].map((cell) => cell.getBoundingClientRect().width);
      setOverflow({ width, cells });
    });
    observer.observe(frame.current);
    observer.observe(table);
    return () => observer.disconnect();
  }, [frame]);
  return overflow;
}
