import type { ReactNode } from 'react';

export interface Column<R> {
  key: string;
  title: string;
  /** A method, so that rows can be drawn by components that do not know R. */
  render(row: R): ReactNode;
  /** The name by which the server sorts; without it the column cannot be sorted. */
  sort?: string;
  align?: 'right';
  width?: number;
}

/** '-name' is by name, last first. */
export function nextSort(present: string, column: string): string {
  return present === column ? `-${column}` : column;
}

export function ariaSort(present: string | undefined, column: string | undefined) {
  if (!column || !present) return undefined;
  if (present === column) return 'ascending' as const;
  return present === `-${column}` ? ('descending' as const) : ('none' as const);
}
