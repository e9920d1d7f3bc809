import '@mantine/core/styles/Notification.layer.css';
import '@mantine/notifications/styles.layer.css';
import { Button, Group, Text } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import i18next from 'i18next';
import type { Failure } from './failure.ts';
import type { ToastAction } from './toast.tsx';

const SHOWN_MS = 6_000;
/** Long enough to read, think, and reach the button. */
const SHOWN_WITH_ACTION_MS = 20_000;

/** Where toasts appear. */
export function Notices() {
  return <Notifications position="bottom-right" limit={3} />;
}

export function showMessage(message: string, action: ToastAction | undefined): void {
  show(message, action, action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
}

/** Returns what hides it. */
export function showLasting(message: string, action: ToastAction | undefined): () => void {
  return show(message, action, false);
}

function show(message: string, action: ToastAction | undefined, autoClose: number | false): () => void {
  const id = crypto.randomUUID();
  const hide = () => notifications.hide(id);
  const act = () => {
    hide();
    action?.run();
  };
  notifications.show({
    id,
    role: 'status',
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('ui.close') },
    autoClose,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        {action && (
          <Button size="compact-sm" variant="subtle" onClick={act}>
            {action.label}
          </Button>
        )}
      </Group>
    ),
  });
  return () => void hide();
}

export function showError({ message, requestId }: Failure): void {
  notifications.show({
    color: 'red',
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('ui.close') },
    autoClose: false,
    title: message,
    message: requestId ? i18next.t('ui.requestId', { id: requestId }) : null,
  });
}
