import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../ui/shortcuts.ts';
import { createStore, useStore } from '../ui/store.ts';

const KeyboardDialog = lazy(async () => ({ default: (await import('./keyboard-dialog.tsx')).KeyboardDialog }));

/** Undefined until it is first asked for, so that the dialog's code is fetched only then. */
const opened = createStore<boolean | undefined>(undefined);

export function showKeyboardHelp(): void {
  opened.set(true);
}

/** `?` shows which keys work here. */
export function KeyboardHelp() {
  const { t } = useTranslation();
  const shown = useStore(opened);
  useShortcuts([{ key: '?', label: t('shell.keyboard.help'), run: showKeyboardHelp }]);
  if (shown === undefined) return null;
  return (
    <Suspense>
      <KeyboardDialog opened={shown} onClose={() => opened.set(false)} />
    </Suspense>
  );
}
