import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../ui/feedback/announce.tsx';
import { mistakesOf } from './mistakes.ts';
import { type Entry, readPaste, writeEntry } from './parse-addresses.ts';

interface State {
  entries: Entry[];
  /** The text in the field, not taken yet. */
  draft: string;
  /** The entry that was put back into the field. What the text does not say, such as its department, is kept. */
  editing: Entry | null;
  /** Columns of pasted rows that were not used. */
  unused: string[];
}

const NOTHING: State = { entries: [], draft: '', editing: null, unused: [] };

/** The people to add: those taken, and the text that is being typed. */
export function useAddresses() {
  const { t } = useTranslation();
  const [state, setState] = useState(NOTHING);
  const { entries, draft, unused } = state;
  const all = useMemo(() => taken(state).entries, [state]);
  const mistakes = useMemo(() => mistakesOf(entries), [entries]);

  /** Makes entries of a typed or pasted text. */
  const take = (text: string) => {
    const next = taken({ ...state, draft: text });
    setState(next);
    const found = next.entries.length - entries.length;
    if (found > 0) announce(t('users.new.taken', { count: found }));
  };

  return {
    entries,
    draft,
    unused,
    mistakes,
    /** Also those whose text is still in the field. */
    all,
    type: (text: string) => setState({ ...state, draft: text }),
    take,
    /** Takes the text of the field, unless it has changed since. */
    takeDraft: () => setState((now) => (now.draft === draft ? taken(now) : now)),
    /** Puts an entry back into the field. */
    edit: (index: number) => {
      const entry = entries[index];
      if (!entry) return;
      const { entries: others, unused: columns } = taken({ ...state, entries: entries.toSpliced(index, 1) });
      setState({ entries: others, draft: writeEntry(entry), editing: entry, unused: columns });
    },
    remove: (index: number) => setState({ ...state, entries: entries.toSpliced(index, 1) }),
    removeBad: () => setState({ ...state, entries: entries.filter((_, at) => mistakes[at] === null) }),
    /** Takes all, and leaves those that are given. */
    leave: (left: Entry[]) => setState({ ...NOTHING, entries: left }),
  };
}

export type Addresses = ReturnType<typeof useAddresses>;

function taken({ entries, draft, editing, unused }: State): State {
  const found = readPaste(draft);
  const [one, ...more] = found.entries;
  const mended = editing && one && more.length === 0 ? [keptOf(editing, one)] : found.entries;
  const columns = [...new Set([...unused, ...found.unused])];
  return { entries: [...entries, ...mended], draft: '', editing: null, unused: columns };
}

/** If the name was not touched, its parts stay as they were read. */
function keptOf(editing: Entry, read: Entry): Entry {
  const sameName = writeEntry({ ...editing, email: '' }) === writeEntry({ ...read, email: '' });
  return sameName ? { ...editing, email: read.email } : { ...editing, ...read };
}
