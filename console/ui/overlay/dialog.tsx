import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A dialog that is there for as long as it is open. Whoever closes it is back where they were. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const { t } = useTranslation();
  useFocusBack();
  return <Modal opened closeButtonProps={{ 'aria-label': t('ui.close') }} {...props} />;
}

/** Modal itself gives the focus back only when it is told to close, and knows only what had it when it was told to open. */
function useFocusBack(): void {
  const [before] = useState(focusedNow);
  useEffect(
    () => () => {
      if (document.activeElement === document.body) before?.focus({ preventScroll: true });
    },
    [before],
  );
}

/** What has the focus; for an entry of a menu, which is gone in a moment, the button of that menu. */
function focusedNow(): HTMLElement | null {
  const focused = document.activeElement;
  const button = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  if (button) return document.getElementById(button);
  return focused instanceof HTMLElement ? focused : null;
}
