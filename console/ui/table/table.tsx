import { Skeleton, Stack, Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from '../error-panel.tsx';
import type { Column } from './column.ts';
import { SelectLoaded, TableHead } from './head.tsx';
import { More, type MoreProps } from './more.tsx';
import { Card, type RowProps, TableRow } from './rows.tsx';
import styles from './table.module.css';
import { useOverflow } from './use-overflow.ts';
import { useRowKeys } from './use-row-keys.ts';
import type { Selection } from './use-selection.ts';

interface Props<R extends { id: string }> {
  /** What the list holds, for screen readers. */
  label: string;
  rows: readonly R[];
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
  /** Keep these the same between renders (useCallback): rows are drawn again only when something of theirs changed. */
  onOpen?: (row: R) => void;
  actions?: (row: R) => ReactNode;
  more?: MoreProps;
}

const PHONE = '(max-width: 48em)';
const SKELETON_ROWS = 8;

/** The one list: a table, or cards on a phone, with selection, sorting, keys and more rows as one scrolls. */
export function DataTable<R extends { id: string }>(props: Props<R>) {
  const { rows, loading, error, onRetry, empty, selection, onOpen, more } = props;
  const phone = useMediaQuery(PHONE, undefined, { getInitialValueInEffect: false });
  const container = useRef<HTMLDivElement>(null);
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
  if (loading && rows.length === 0) return <Waiting />;
  if (rows.length === 0) return empty;
  return (
    <div ref={container}>
      {phone ? <Cards {...props} /> : <Rows {...props} />}
      {Boolean(error) && <ErrorPanel error={error} {...(onRetry ? { onRetry } : {})} />}
      {more && <More {...more} count={rows.length} />}
    </div>
  );
}

function Rows<R extends { id: string }>(props: Props<R>) {
  const { label, rows, columns, sort, onSort, selection, actions } = props;
  const frame = useRef<HTMLDivElement>(null);
  const overflows = useOverflow(frame);
  return (
    <div
      ref={frame}
      className={styles['frame']}
      {...(overflows && { 'data-overflows': true, tabIndex: 0, role: 'region', 'aria-label': label })}
    >
      <Table aria-label={label} verticalSpacing="xs" horizontalSpacing="sm">
        <TableHead columns={columns} sort={sort} onSort={onSort} selection={selection} withActions={Boolean(actions)} />
        <Table.Tbody>
          {rows.map((row) => (
            <TableRow key={row.id} {...rowProps(props, row)} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Cards<R extends { id: string }>(props: Props<R>) {
  return (
    <Stack gap="xs">
      {props.selection && <SelectLoaded selection={props.selection} withWords />}
      <ul className={styles['cards']} aria-label={props.label}>
        {props.rows.map((row) => (
          <Card key={row.id} {...rowProps(props, row)} />
        ))}
      </ul>
    </Stack>
  );
}

function rowProps<R extends { id: string }>(
  { columns, rowName, selection, onOpen, actions }: Props<R>,
  row: R,
): RowProps<R> {
  return {
    row,
    id: row.id,
    name: rowName(row),
    columns,
    selected: selection?.has(row.id) ?? false,
    onToggle: selection?.toggle,
    ...(onOpen && { onOpen }),
    ...(actions && { actions }),
  };
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t('ui.loading')}>
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <Skeleton key={String(row)} h={44} />
      ))}
    </Stack>
  );
}
