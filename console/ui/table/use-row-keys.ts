import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../shortcuts.ts';

interface Actions {
  select?: ((id: string) => void) | undefined;
  open?: ((id: string) => void) | undefined;
}

/** j, k, x and e. The current row is the focused one, for screen readers and for the eye. */
export function useRowKeys(container: RefObject<HTMLElement | null>, { select, open }: Actions): void {
  const { t } = useTranslation();
  const last = useRef<string | null>(null);

  const rows = () => [...(container.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const focused = () => document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? null;
  const move = (step: 1 | -1) => {
    const all = rows();
    const from = all.findIndex((row) => row.dataset['row'] === (focused() ?? last.current));
    const row = all[from < 0 ? 0 : Math.max(0, Math.min(all.length - 1, from + step))];
    if (!row) return;
    last.current = row.dataset['row'] ?? null;
    (row.querySelector<HTMLElement>('[data-row-main]') ?? row).focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  };
  const onFocused = (act: (id: string) => void) => () => {
    const id = focused();
    if (id) act(id);
  };

  useShortcuts([
    { key: 'j', label: t('ui.keys.next'), run: () => move(1) },
    { key: 'k', label: t('ui.keys.previous'), run: () => move(-1) },
    ...(select ? [{ key: 'x', label: t('ui.keys.select'), run: onFocused(select) }] : []),
    ...(open ? [{ key: 'e', label: t('ui.keys.edit'), run: onFocused(open) }] : []),
  ]);
}
