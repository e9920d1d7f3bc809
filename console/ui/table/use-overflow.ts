import { type RefObject, useLayoutEffect, useState } from 'react';

/** Whether the content is wider than its frame. Only then does the frame scroll, for a frame that scrolls holds no sticky head. */
export function useOverflow(frame: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const content = frame.current?.firstElementChild;
    if (!frame.current || !content) return;
    const observer = new ResizeObserver(() => {
      const room = frame.current?.clientWidth ?? 0;
      setOverflows(content.scrollWidth > room);
    });
    observer.observe(frame.current);
    observer.observe(content);
    return () => observer.disconnect();
  }, [frame]);
  return overflows;
}
