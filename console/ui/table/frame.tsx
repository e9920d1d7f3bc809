import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import styles from './table.module.css';
import { type Overflow, useOverflow } from './use-overflow.ts';

interface Props {
  label: string;
  /** A copy of the table's head, for the eye and the mouse. */
  headAgain: ReactNode;
  /** The table. */
  children: ReactNode;
}

/**
 * Holds a table. A table that is too wide scrolls sideways while the page scrolls down. Its head and its scroll bar would be left at its
 * ends, so copies of them stay visible.
 */
export function Frame({ label, headAgain, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const overflow = useOverflow(frame);
  const [more, look] = useMore(frame, overflow);
  const scrollTo = (left: number | undefined) => {
    // Setting an unchanged position does not scroll, so the elements do not trigger each other endlessly.
    for (const { current } of [frame, head, bar]) if (current) current.scrollLeft = left ?? 0;
    look();
  };
  return (
    <div className={overflow ? styles['wide'] : undefined} data-more={more}>
      {overflow && (
        <div aria-hidden className={styles['above']}>
          <div ref={head}>
            <table className={styles['table']} style={{ width: overflow.width, tableLayout: 'fixed' }}>
              <colgroup>
                {overflow.cells.map((width, cell) => (
                  <col key={String(cell)} style={{ width }} />
                ))}
              </colgroup>
              {headAgain}
            </table>
          </div>
        </div>
      )}
      <div
        ref={frame}
        className={styles['frame']}
        {...(overflow && {
          tabIndex: 0,
          role: 'region',
          'aria-label': label,
          onScroll: () => scrollTo(frame.current?.scrollLeft),
        })}
      >
        {children}
      </div>
      {overflow && (
        <div
          ref={bar}
          aria-hidden
          tabIndex={-1}
          className={styles['beneath']}
          onScroll={() => scrollTo(bar.current?.scrollLeft)}
        >
          <div style={{ width: overflow.width }} />
        </div>
      )}
    </div>
  );
}

/** The sides on which there is more than is seen. A shadow tells of it. */
function useMore(frame: RefObject<HTMLElement | null>, overflow: Overflow | null) {
  const [more, setMore] = useState<'left' | 'right' | 'both'>();
  const look = useCallback(() => {
    const { scrollLeft = 0, clientWidth = 0, scrollWidth = 0 } = frame.current ?? {};
    const left = scrollLeft > 0;
    const right = scrollLeft + clientWidth < scrollWidth - 1;
    setMore(left && right ? 'both' : left ? 'left' : right ? 'right' : undefined);
  }, [frame]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another width shows more or less
  useLayoutEffect(look, [look, overflow]);
  return [more, look] as const;
}
