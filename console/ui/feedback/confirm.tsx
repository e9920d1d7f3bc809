import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorPanel } from './error-panel.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, with its numbers. */
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
}

/** Asks before an action that cannot be undone at once. It stays open until the work is done. */
export function Confirm({ opened, onClose, title, children, confirm, danger, onConfirm }: Props) {
  const { t } = useTranslation();
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const close = () => {
    if (state.busy) return;
    setState({ busy: false, error: null });
    onClose();
  };
  const run = async () => {
    setState({ busy: true, error: null });
    try {
      await onConfirm();
      setState({ busy: false, error: null });
      onClose();
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack>
        <Text component="div">{children}</Text>
        {state.error !== null && <ErrorPanel error={state.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close} disabled={state.busy}>
            {t('ui.cancel')}
          </Button>
          <Button {...(danger ? { color: 'red.9' } : {})} loading={state.busy} onClick={() => void run()}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
