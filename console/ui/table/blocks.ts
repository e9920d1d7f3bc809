import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** Where rows are not all held, this is how many a page has. */
export const BLOCK_ROWS = 100;
/** Rows are drawn before they come into sight, so that scrolling meets rows and not holes. */
const AHEAD = '1500px 0px';
const ROW_PX = 54;

/** A list in blocks of rows, of which only those near what is seen are drawn. */
export interface Blocks<R> {
  /** null where rows are not held now. */
  blocks: readonly (readonly R[] | null)[];
  near: readonly number[];
  setNear: (block: number, near: boolean) => void;
  /** How tall each was when it was drawn. */
  heights: Map<number, number>;
}

/** The blocks of rows that are all held. All are drawn until they are seen to be far away. */
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

/** Watches whether a block is near what is seen. One that holds the focus stays, or a key would find nothing to go on from. */
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

/** About as tall as the others, until it is drawn. */
function meanOf(heights: Map<number, number>): number {
  if (heights.size === 0) return BLOCK_ROWS * ROW_PX;
  return [...heights.values()].reduce((sum, height) => sum + height, 0) / heights.size;
}
