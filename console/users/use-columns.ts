import { useState } from 'react';
import { COLUMNS, type ColumnKey } from './columns.tsx';

const SETTING = 'muster.user-columns';
const USUAL: readonly ColumnKey[] = ['type', 'addOns', 'department', 'group', 'role', 'status', 'lastSignInAt'];

function kept(): readonly ColumnKey[] {
  const text = localStorage.getItem(SETTING);
  if (text === null) return USUAL;
  const names = text.split(',');
  return COLUMNS.filter((key) => names.includes(key));
}

/** Which columns the list has, kept in this browser. */
export function useChosenColumns() {
  const [chosen, setChosen] = useState(kept);
  const choose = (names: readonly string[]) => {
    const next = COLUMNS.filter((key) => names.includes(key));
    localStorage.setItem(SETTING, next.join(','));
    setChosen(next);
  };
  return [chosen, choose] as const;
}
