import { type ReactNode, useRef } from 'react';
import styles from './table.module.css';
import { useOverflow } from './use-overflow.ts';

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
  const scrollTo = (left: number | undefined) => {
    // Setting an unchanged position does not scroll, so the elements do not trigger each other endlessly.
    for (const { current } of [frame, head, bar]) if (current) current.scrollLeft = left ?? 0;
  };
  return (
    <div className={overflow ? styles['wide'] : undefined}>
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
