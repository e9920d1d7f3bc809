import { useCallback, useMemo, useRef, useState } from 'react';

/** Some rows by id, or all that match the list's filter except some. */
export type Picked = { mode: 'some'; ids: ReadonlySet<string> } | { mode: 'all'; except: ReadonlySet<string> };

export interface Selection {
  picked: Picked;
  isEmpty: boolean;
  has: (id: string) => boolean;
  /** With range, everything between the last touched row and this one. */
  toggle: (id: string, range: boolean) => void;
  allLoaded: 'none' | 'some' | 'all';
  toggleLoaded: () => void;
  selectAllMatching: () => void;
  /** These rows and no others, also those that are not loaded. */
  select: (ids: readonly string[]) => void;
  clear: () => void;
}

const NOBODY: Picked = { mode: 'some', ids: new Set() };

/** `about` names what the list shows. When it changes, the selection no longer applies and is dropped. */
export function useSelection(ids: readonly string[], about: string): Selection {
  const [state, setState] = useState({ about, picked: NOBODY });
  const picked = state.about === about ? state.picked : NOBODY;
  const last = useRef<string | null>(null);
  const present = useRef({ ids, picked });
  present.current = { ids, picked };

  const setPicked = useCallback((next: Picked) => setState({ about, picked: next }), [about]);

  const toggle = useCallback(
    (id: string, range: boolean) => {
      const { ids: loaded, picked: before } = present.current;
      const select = !isPicked(before, id);
      const from = range && last.current !== null ? loaded.indexOf(last.current) : -1;
      const to = loaded.indexOf(id);
      const touched = from < 0 ? [id] : loaded.slice(Math.min(from, to), Math.max(from, to) + 1);
      last.current = id;
      setPicked(withRows(before, touched, select));
    },
    [setPicked],
  );

  return useMemo(() => {
    const pickedHere = ids.filter((id) => isPicked(picked, id)).length;
    return {
      picked,
      isEmpty: picked.mode === 'some' && picked.ids.size === 0,
      has: (id) => isPicked(picked, id),
      toggle,
      allLoaded: pickedHere === 0 ? 'none' : pickedHere === ids.length ? 'all' : 'some',
      toggleLoaded: () => setPicked(pickedHere === ids.length ? NOBODY : withRows(picked, ids, true)),
      selectAllMatching: () => setPicked({ mode: 'all', except: new Set() }),
      select: (chosen) => setPicked({ mode: 'some', ids: new Set(chosen) }),
      clear: () => setPicked(NOBODY),
    };
  }, [ids, picked, toggle, setPicked]);
}

/** The number of selected rows, if `matching` rows match. */
export function pickedCount(picked: Picked, matching: number): number {
  return picked.mode === 'some' ? picked.ids.size : Math.max(0, matching - picked.except.size);
}

function isPicked(picked: Picked, id: string): boolean {
  return picked.mode === 'some' ? picked.ids.has(id) : !picked.except.has(id);
}

function withRows(picked: Picked, rows: readonly string[], select: boolean): Picked {
  const keep = picked.mode === 'some' ? new Set(picked.ids) : new Set(picked.except);
  const add = picked.mode === 'some' ? select : !select;
  for (const id of rows) {
    if (add) keep.add(id);
    else keep.delete(id);
  }
  return picked.mode === 'some' ? { mode: 'some', ids: keep } : { mode: 'all', except: keep };
}
