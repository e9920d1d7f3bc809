import { useTranslation } from 'react-i18next';
import { later } from '../ui/later.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { createStore, useStore } from '../ui/store.ts';

const KeyboardDialog = later(async () => (await import('./keyboard-dialog.tsx')).KeyboardDialog);

const opened = createStore(false);

export function showKeyboardHelp(): void {
  opened.set(true);
}

/** `?` shows which keys work here. */
export function KeyboardHelp() {
  const { t } = useTranslation();
  const shown = useStore(opened);
  useShortcuts([{ key: '?', label: t('shell.keyboard.help'), run: showKeyboardHelp }]);
  return shown && <KeyboardDialog onClose={() => opened.set(false)} />;
}
