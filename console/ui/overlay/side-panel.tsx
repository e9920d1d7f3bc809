import { Drawer } from '@mantine/core';
import { useMounted } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormsInside } from '../unsaved.ts';
import { useGuarded } from './use-guarded.ts';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
}

/** A panel at the side for one row of a list. Esc closes it and the focus returns to the row. An accidental close does not lose what was typed. */
export function SidePanel({ opened, onClose, title, children }: Props) {
  const { t } = useTranslation();
  const { forms, close } = useGuarded(onClose);
  const mounted = useMounted(); // if it were open from its first render, it would not return the focus
  return (
    <Drawer
      opened={opened && mounted}
      onClose={close}
      position="right"
      size="32rem"
      title={title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <FormsInside value={forms}>{children}</FormsInside>
    </Drawer>
  );
}
