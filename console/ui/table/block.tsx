import { useRef } from 'react';
import { type Blocks, useBlock } from './blocks.ts';
import { Card, type RowProps, TableRow } from './rows.tsx';
import styles from './table.module.css';
import { usePrinting } from './use-printing.ts';

interface Props<R> {
  block: number;
  of: Blocks<unknown>;
  rows: readonly RowProps<R>[] | null;
}

/** Some rows of a table. Far from the visible part it is an empty space of their height. */
export function TableBlock<R>({ block, of, rows, cells }: Props<R> & { cells: number }) {
  const element = useRef<HTMLTableSectionElement>(null);
  const { near, drawn, height } = useDrawn({ block, of, rows }, element);
  return (
    <tbody ref={element}>
      {drawn ? (
        drawn.map((row) => <TableRow key={row.id} {...row} />)
      ) : (
        <tr aria-hidden>
          <td colSpan={cells} className={styles['space']} data-waits={near || undefined} style={{ height }} />
        </tr>
      )}
    </tbody>
  );
}

export function CardBlock<R>({ label, block, of, rows }: Props<R> & { label: string }) {
  const element = useRef<HTMLUListElement>(null);
  const { near, drawn, height } = useDrawn({ block, of, rows }, element);
  if (drawn)
    return (
      <ul ref={element} className={styles['cards']} aria-label={label}>
        {drawn.map((row) => (
          <Card key={row.id} {...row} />
        ))}
      </ul>
    );
  return <ul ref={element} aria-hidden className={styles['space']} data-waits={near || undefined} style={{ height }} />;
}

function useDrawn<R>({ block, of, rows }: Props<R>, element: React.RefObject<HTMLElement | null>) {
  const near = of.near.includes(block);
  const printing = usePrinting();
  const drawn = near || printing ? rows : null;
  const height = useBlock(element, block, { ...of, isDrawn: drawn !== null });
  return { near, drawn, height };
}
