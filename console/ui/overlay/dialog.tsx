import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A dialog that is mounted while it is open. Closing it returns the focus. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const { t } = useTranslation();
  useFocusBack();
  return <Modal opened closeButtonProps={{ 'aria-label': t('ui.close') }} {...props} />;
}

/** Modal returns the focus only if it is closed by its prop, and only to the element that was focused when it was opened by its prop. */
function useFocusBack(): void {
  const [before] = useState(focusedNow);
  useEffect(
    () => () => {
      if (document.activeElement === document.body) before?.focus({ preventScroll: true });
    },
    [before],
  );
}

/** The focused element. For an entry of a menu, which is about to disappear, the button of that menu. */
function focusedNow(): HTMLElement | null {
  const focused = document.activeElement;
  const button = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  if (button) return document.getElementById(button);
  return focused instanceof HTMLElement ? focused : null;
}
