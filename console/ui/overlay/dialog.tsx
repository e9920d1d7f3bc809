import { Modal, type ModalProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormsInside } from '../unsaved.ts';
import { useFocusBack } from '../use-focus-back.ts';
import { useGuarded } from './use-guarded.ts';

/** A dialog that is mounted while it is open. Closing it returns the focus. An accidental close does not lose what was typed. */
export function Dialog({ onClose, children, ...props }: Omit<ModalProps, 'opened'>) {
  const { t } = useTranslation();
  const { forms, close } = useGuarded(onClose);
  useFocusBack();
  return (
    <Modal opened closeButtonProps={{ 'aria-label': t('ui.close') }} onClose={close} {...props}>
      <FormsInside value={forms}>{children}</FormsInside>
    </Modal>
  );
}
