import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** The rows that are drawn together. Few, because each drawn row costs time before the first one is seen. */
export const BLOCK_ROWS = 10;
/** Rows are drawn before they become visible, so that scrolling shows no gaps. */
const AHEAD = '300px 0px';
const ROW_PX = 44;

/** A list in blocks of rows, of which only those near the visible part are drawn. */
export interface Blocks<R> {
  /** null if the rows are not kept. */
  blocks: readonly (readonly R[] | null)[];
  near: readonly number[];
  setNear: (block: number, near: boolean) => void;
  /** The height of each block when it was drawn. */
  heights: Map<number, number>;
}

/** The blocks of rows that are all kept. All are drawn until they are known to be far away. */
export function useBlocks<R>(rows: readonly R[]): Blocks<R> {
  const [far, setFar] = useState<readonly number[]>([]);
  const heights = useRef(new Map<number, number>());
  const setNear = useCallback(
    (block: number, near: boolean) =>
      setFar((before) =>
        before.includes(block) === near ? before.filter((n) => n !== block).concat(near ? [] : block) : before,
      ),
    [],
  );
  return useMemo(() => {
    const count = Math.ceil(rows.length / BLOCK_ROWS);
    const blocks = Array.from({ length: count }, (_, n) => rows.slice(n * BLOCK_ROWS, (n + 1) * BLOCK_ROWS));
    const near = blocks.map((_, n) => n).filter((n) => !far.includes(n));
    return { blocks, near, setNear, heights: heights.current };
  }, [rows, far, setNear]);
}

/** Watches whether a block is near the visible part. A block with the focus stays, because keys need a focused row. */
export function useBlock(
  element: RefObject<HTMLElement | null>,
  block: number,
  { setNear, heights, isDrawn }: Pick<Blocks<unknown>, 'setNear' | 'heights'> & { isDrawn: boolean },
): number {
  const drawn = useRef(isDrawn);
  drawn.current = isDrawn;
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const measure = () => drawn.current && heights.set(block, watched.getBoundingClientRect().height);
    const observer = new IntersectionObserver(
      (entries) => {
        const isNear = entries.at(-1)?.isIntersecting ?? false;
        if (!isNear && watched.contains(document.activeElement)) return;
        if (!isNear) measure();
        setNear(block, isNear);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(watched);
    return () => {
      observer.disconnect();
      if (watched.isConnected) measure();
    };
  }, [element, block, setNear, heights]);
  return heights.get(block) ?? meanOf(heights);
}

/** The mean height of the others, until it is drawn. */
function meanOf(heights: Map<number, number>): number {
  if (heights.size === 0) return BLOCK_ROWS * ROW_PX;
  return [...heights.values()].reduce((sum, height) => sum + height, 0) / heights.size;
}
