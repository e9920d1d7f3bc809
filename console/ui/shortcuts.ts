import { useEffect, useRef } from 'react';
import { createStore, useStore } from './store.ts';

export interface Shortcut {
  /** As in KeyboardEvent.key: '/', 'j', 'Escape'. */
  key: string;
  label: string;
  run: () => void;
}

const SETTING = 'muster.single-keys';
const active = createStore<readonly (readonly Shortcut[])[]>([]);
const enabled = createStore(localStorage.getItem(SETTING) !== 'off');

/** Makes keys work while the component is mounted. The latest component that registers a key gets it. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const names = shortcuts.map(({ key, label }) => `${key} ${label}`).join('\n');
  useEffect(() => {
    if (names === '') return;
    const mine = latest.current.map(({ key, label }) => ({
      key,
      label,
      run: () => latest.current.find((shortcut) => shortcut.key === key)?.run(),
    }));
    active.set([...active.get(), mine]);
    return () => active.set(active.get().filter((entry) => entry !== mine));
  }, [names]);
}

/** The keys that work on this page, for the help. */
export function useActiveShortcuts(): Shortcut[] {
  const all = useStore(active).flat();
  return [...new Map(all.map((shortcut) => [shortcut.key, shortcut])).values()];
}

/** Single keys can be switched off, because dictation and screen readers may type them (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const on = useStore(enabled);
  return [
    on,
    (next) => {
      localStorage.setItem(SETTING, next ? 'on' : 'off');
      enabled.set(next);
    },
  ];
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input:not([type=checkbox]), textarea, select, [role=listbox]') !== null)
  );
}

/** Called once, by the frame around all pages. */
export function listenForShortcuts(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (!enabled.get() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector('[aria-modal=true], [role=menu]')) return;
    const shortcut = active
      .get()
      .flat()
      .findLast(({ key }) => key === event.key);
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
