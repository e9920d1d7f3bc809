import { type RefObject, useLayoutEffect, useState } from 'react';

/** How wide a table is that is too wide for its frame, and the cells of its head. */
export interface Overflow {
  width: number;
  cells: readonly number[];
}

/** Only a frame whose content is wider than itself scrolls, for in one that does no head can stick to the page. */
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
