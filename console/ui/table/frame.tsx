import { type ReactNode, useRef } from 'react';
import styles from './table.module.css';
import { useOverflow } from './use-overflow.ts';

interface Props {
  label: string;
  /** The head of the table once more, for the eye and the mouse. */
  headAgain: ReactNode;
  /** The table. */
  children: ReactNode;
}

/**
 * Holds a table. One that is too wide scrolls sideways while the page scrolls down, so its head and its scroll bar, which would be left
 * behind at its ends, stay in sight as copies.
 */
export function Frame({ label, headAgain, children }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const overflow = useOverflow(frame);
  const scrollTo = (left: number | undefined) => {
    // Set to what it is, an element does not scroll, so they do not chase each other.
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
