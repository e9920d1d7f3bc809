import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { announce } from './announce.tsx';
import type { Failure } from './failure.ts';

const SHOWN_MS = 6_000;
/** Long enough to read, think, and reach the button. */
const SHOWN_WITH_ACTION_MS = 20_000;

export interface ToastAction {
  label: string;
  run: () => void;
}

/** The one short message after something happened. */
export function toast(message: string, action?: ToastAction): void {
  const id = crypto.randomUUID();
  const act = () => {
    notifications.hide(id);
    action?.run();
  };
  announce(message);
  notifications.show({
    id,
    role: 'status',
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('ui.close') },
    autoClose: action ? SHOWN_WITH_ACTION_MS : SHOWN_MS,
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
}

/** Stays until it is closed: an error that vanishes has not been told. */
export function toastError({ message, requestId }: Failure): void {
  notifications.show({
    color: 'red',
    withBorder: true,
    closeButtonProps: { 'aria-label': i18next.t('ui.close') },
    autoClose: false,
    title: message,
    message: requestId ? i18next.t('ui.requestId', { id: requestId }) : null,
  });
}
