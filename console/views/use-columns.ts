import { createStore, useStore } from '../ui/store.ts';
import { type ColumnKey, knownColumns } from './filter.ts';

const SETTING = 'muster.user-columns';
const USUAL: readonly ColumnKey[] = ['type', 'addOns', 'department', 'group', 'role', 'status', 'lastSignInAt'];

const kept = createStore<readonly ColumnKey[]>(read());

function read(): readonly ColumnKey[] {
  const text = localStorage.getItem(SETTING);
  return text === null ? USUAL : knownColumns(text.split(','));
}

/** The columns of the list if the address names none, stored in this browser. */
export function useKeptColumns(): readonly ColumnKey[] {
  return useStore(kept);
}

export function keepColumns(names: readonly string[]): void {
  const next = knownColumns(names);
  localStorage.setItem(SETTING, next.join(','));
  kept.set(next);
}
