import { Skeleton, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../feedback/error-panel.tsx';
import { CardBlock, TableBlock } from './block.tsx';
import { BLOCK_ROWS, type Blocks, useBlocks } from './blocks.ts';
import type { Column } from './column.ts';
import { useDensity } from './density.ts';
import { Frame } from './frame.tsx';
import { SelectLoaded, TableHead } from './head.tsx';
import { More, type MoreProps } from './more.tsx';
import type { RowProps } from './rows.tsx';
import styles from './table.module.css';
import { usePrinting } from './use-printing.ts';
import { useRowKeys } from './use-row-keys.ts';
import type { Selection } from './use-selection.ts';

interface Props<R extends { id: string }> {
  /** What the list contains, for screen readers. */
  label: string;
  rows: readonly R[];
  /** If not all rows are kept: their blocks, and whether the last is known. `rows` are then the kept ones. */
  blocks?: Blocks<R> & { isWhole: boolean };
  /** The first one names the row and opens it. Keep the array the same between renders (useMemo). */
  columns: readonly Column<R>[];
  rowName: (row: R) => string;
  loading: boolean;
  error?: unknown;
  onRetry?: () => void;
  empty: ReactNode;
  sort?: string;
  onSort?: (sort: string) => void;
  selection?: Selection;
  /** Keep these the same between renders (useCallback): rows are redrawn only if their own props change. */
  onOpen?: (row: R) => void;
  actions?: (row: R) => ReactNode;
  more?: MoreProps;
}

type Drawn<R extends { id: string }> = Omit<Props<R>, 'blocks'> & { blocks: Blocks<R> };

const PHONE = '(max-width: 39.99em)';
const SKELETON_ROWS = 10;
/** Of the columns for the tick and for the actions. */
const SIDE_PX = 44;
const NONE: readonly never[] = [];

/** The only list: a table, or cards on a phone, with selection, sorting, keys, and more rows on scrolling. */
export function DataTable<R extends { id: string }>(props: Props<R>) {
  const { rows, loading, error, onRetry, empty, selection, onOpen, more } = props;
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const density = useDensity();
  const container = useRef<HTMLDivElement>(null);
  const ofRows = useBlocks(props.blocks ? NONE : rows);
  const blocks = props.blocks ?? ofRows;
  useRowKeys(container, {
    select: selection && ((id) => selection.toggle(id, false)),
    open:
      onOpen &&
      ((id) => {
        const row = rows.find((candidate) => candidate.id === id);
        if (row) onOpen(row);
      }),
  });
  if (error && rows.length === 0) return <ErrorPanel error={error} {...(onRetry ? { onRetry } : {})} />;
  // If the list is known, the visible rows may be loading again.
  if (rows.length === 0 && blocks.blocks.length <= 1) return loading ? <Waiting /> : empty;
  return (
    <div ref={container} data-rows={density}>
      {phone ? <Cards {...props} blocks={blocks} /> : <Rows {...props} blocks={blocks} />}
      {Boolean(error) && <ErrorPanel error={error} {...(onRetry ? { onRetry } : {})} />}
      {more && <More {...more} count={rows.length} />}
      {props.blocks?.isWhole && <End />}
    </div>
  );
}

function Rows<R extends { id: string }>(props: Drawn<R>) {
  const { label, blocks, columns, sort, onSort, selection, actions } = props;
  const head = { columns, sort, onSort, selection, withActions: Boolean(actions) };
  const sides = (selection ? 1 : 0) + (actions ? 1 : 0);
  const printing = usePrinting();
  const isSized = !printing && columns.every(({ width }) => width);
  const minWidth = columns.reduce((sum, { width = 0 }) => sum + width, sides * SIDE_PX);
  return (
    <Frame label={label} headAgain={<TableHead {...head} tabIndex={-1} />}>
      <table
        aria-label={label}
        className={styles['table']}
        {...(isSized && { 'data-sized': true, style: { minWidth } })}
      >
        <TableHead {...head} />
        {blocks.blocks.map((rows, block) => (
          <TableBlock
            key={String(block)}
            block={block}
            of={blocks}
            cells={columns.length + sides}
            rows={rows?.map((row, n) => rowProps(props, row, block * BLOCK_ROWS + n)) ?? null}
          />
        ))}
      </table>
    </Frame>
  );
}

function Cards<R extends { id: string }>(props: Drawn<R>) {
  return (
    <Stack gap="xs">
      {props.selection && <SelectLoaded selection={props.selection} withWords />}
      {props.blocks.blocks.map((rows, block) => (
        <CardBlock
          key={String(block)}
          label={props.label}
          block={block}
          of={props.blocks}
          rows={rows?.map((row, n) => rowProps(props, row, block * BLOCK_ROWS + n)) ?? null}
        />
      ))}
    </Stack>
  );
}

function rowProps<R extends { id: string }>(
  { columns, rowName, selection, onOpen, actions }: Drawn<R>,
  row: R,
  position: number,
): RowProps<R> {
  return {
    row,
    position,
    id: row.id,
    name: rowName(row),
    columns,
    selected: selection?.has(row.id) ?? false,
    onToggle: selection?.toggle,
    ...(onOpen && { onOpen }),
    ...(actions && { actions }),
  };
}

function End() {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed" ta="center" py="md">
      {t('ui.table.end')}
    </Text>
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Stack gap={4} role="status" aria-label={t('ui.loading')}>
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <Skeleton key={String(row)} h={40} />
      ))}
    </Stack>
  );
}
