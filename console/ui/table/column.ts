import type { ReactNode } from 'react';

export interface Column<R> {
  key: string;
  title: string;
  /** A method, so that components that do not know R can draw rows. */
  render(row: R): ReactNode;
  /** Of the first column: what stands around the name. The name alone is the button that opens the row. */
  around?(row: R, name: ReactNode): ReactNode;
  /** The server's name of the sort. Without it the column cannot be sorted. */
  sort?: string;
  align?: 'right';
  /** In pixels. If every column has one, the table gives what is left over to all, and no content changes it. */
  width?: number;
}

/** '-name' sorts by name, descending. */
export function nextSort(present: string, column: string): string {
  return present === column ? `-${column}` : column;
}

export function ariaSort(present: string | undefined, column: string | undefined) {
  if (!column || !present) return undefined;
  if (present === column) return 'ascending' as const;
  return present === `-${column}` ? ('descending' as const) : ('none' as const);
}
