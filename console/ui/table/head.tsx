import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ariaSort, type Column, nextSort } from './column.ts';
import styles from './table.module.css';
import { Tick } from './tick.tsx';
import type { Selection } from './use-selection.ts';

interface Props<R> {
  columns: readonly Column<R>[];
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  selection: Selection | undefined;
  withActions: boolean;
  tabIndex?: -1;
}

export function TableHead<R>({ columns, sort, onSort, selection, withActions, ...reach }: Props<R>) {
  const { t } = useTranslation();
  return (
    <thead className={styles['head']}>
      <tr>
        {selection && (
          <th className={styles['tick']}>
            <SelectLoaded selection={selection} {...reach} />
          </th>
        )}
        {columns.map((column, n) => (
          <th
            key={column.key}
            className={n === 0 ? styles['first'] : undefined}
            style={{ textAlign: column.align, width: column.width }}
            aria-sort={ariaSort(sort, column.sort)}
          >
            {column.sort && onSort ? (
              <SortButton column={column} by={column.sort} sort={sort} onSort={onSort} {...reach} />
            ) : (
              column.title
            )}
          </th>
        ))}
        {withActions && (
          <th className={styles['actions']}>
            <span className="muster-hidden">{t('ui.table.actions')}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

interface SelectProps {
  selection: Selection;
  withWords?: boolean;
  tabIndex?: -1;
}

export function SelectLoaded({ selection, withWords, ...reach }: SelectProps) {
  const { t } = useTranslation();
  const id = useId();
  const label = t('ui.table.selectAll');
  const tick = (
    <Tick
      id={id}
      {...reach}
      label={label}
      checked={selection.allLoaded === 'all'}
      partly={selection.allLoaded === 'some'}
      onChange={selection.toggleLoaded}
    />
  );
  if (!withWords) return tick;
  return (
    <div className={styles['words']}>
      {tick}
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

interface SortProps<R> {
  column: Column<R>;
  by: string;
  sort: string | undefined;
  onSort: (sort: string) => void;
  tabIndex?: -1;
}

function SortButton<R>({ column, by, sort, onSort, ...reach }: SortProps<R>) {
  const { t } = useTranslation();
  return (
    <UnstyledButton
      {...reach}
      className={styles['sort'] ?? ''}
      fz="inherit"
      title={t('ui.table.sortBy', { column: column.title })}
      onClick={() => onSort(nextSort(sort ?? '', by))}
    >
      {column.title}
      {sort === by && <IconArrowUp size={14} aria-hidden />}
      {sort === `-${by}` && <IconArrowDown size={14} aria-hidden />}
    </UnstyledButton>
  );
}
