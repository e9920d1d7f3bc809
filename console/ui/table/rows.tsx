import { memo, type MouseEvent as ReactMouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './column.ts';
import styles from './table.module.css';
import { Tick } from './tick.tsx';

export interface RowProps<R = unknown> {
  row: R;
  id: string;
  /** Its position in the whole list, of which only a part is drawn. */
  position: number;
  name: string;
  columns: readonly Column<R>[];
  selected: boolean;
  onToggle: ((id: string, range: boolean) => void) | undefined;
  onOpen?(row: R): void;
  actions?(row: R): ReactNode;
}

function RowCheckbox({ id, name, selected, onToggle }: Pick<RowProps, 'id' | 'name' | 'selected' | 'onToggle'>) {
  const { t } = useTranslation();
  return (
    <Tick
      label={t('ui.table.selectRow', { name })}
      checked={selected}
      onChange={(event) => {
        const cause: Event = event.nativeEvent; // in fact the click, which has the Shift key
        onToggle?.(id, cause instanceof MouseEvent && cause.shiftKey);
      }}
    />
  );
}

function Main({ row, name, columns, onOpen }: RowProps) {
  const { t } = useTranslation();
  const [first] = columns;
  const content = first?.render(row);
  const main = onOpen ? (
    <button
      type="button"
      className={`${styles['main']} mantine-focus-auto`}
      data-row-main
      aria-label={t('ui.table.open', { name })}
      onClick={() => onOpen(row)}
    >
      {content}
    </button>
  ) : (
    content
  );
  return first?.around ? first.around(row, main) : main;
}

function openFromRow(event: ReactMouseEvent, { row, onOpen }: RowProps): void {
  const inside = event.target instanceof Element && event.target.closest('a, button, input, label, [role=menuitem]');
  if (!inside && window.getSelection()?.isCollapsed !== false) onOpen?.(row);
}

function PlainTableRow(props: RowProps) {
  const { row, id, position, columns, selected, onToggle, onOpen, actions } = props;
  return (
    <tr
      aria-rowindex={position + 2} // the head is row 1
      className={styles['row']}
      data-row={id}
      data-selected={selected || undefined}
      data-opens={onOpen ? true : undefined}
      tabIndex={-1}
      onClick={(event) => openFromRow(event, props)}
    >
      {onToggle && (
        <td className={styles['tick']}>
          <RowCheckbox {...props} />
        </td>
      )}
      <td className={styles['first']}>
        <Main {...props} />
      </td>
      {columns.slice(1).map((column) => (
        <td key={column.key} style={{ textAlign: column.align }}>
          {column.render(row)}
        </td>
      ))}
      {actions && <td className={styles['actions']}>{actions(row)}</td>}
    </tr>
  );
}

function PlainCard(props: RowProps) {
  const { row, id, columns, selected, onToggle, actions } = props;
  return (
    <li className={styles['card']} data-row={id} data-selected={selected || undefined} tabIndex={-1}>
      <div className={styles['top']}>
        {onToggle && <RowCheckbox {...props} />}
        <div>
          <Main {...props} />
        </div>
        {actions?.(row)}
      </div>
      <dl className={styles['facts']}>
        {columns.slice(1).map((column) => (
          <Fact key={column.key} title={column.title} value={column.render(row)} />
        ))}
      </dl>
    </li>
  );
}

/** On a card an empty cell would be a label without a value. */
function Fact({ title, value }: { title: string; value: ReactNode }) {
  if (value === null || value === '') return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </>
  );
}

// A list may have thousands of rows, and a click on one checkbox must not redraw the others.
export const TableRow = memo(PlainTableRow);
export const Card = memo(PlainCard);
