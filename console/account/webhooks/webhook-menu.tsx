import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../../api/types.ts';
import { type RunWebhookAction, useOffered, type WebhookAction } from './use-webhook-actions.tsx';
import { nameOf } from './webhook-state.tsx';

interface Props {
  webhook: Webhook;
  run: RunWebhookAction;
  /** In the list: opens its page. */
  onOpen?: (webhook: Webhook) => void;
  /** Those that stand beside the menu already. */
  without?: readonly WebhookAction[];
}

export function WebhookMenu({ webhook, run, onOpen, without = [] }: Props) {
  const { t } = useTranslation();
  const { offered } = useOffered();
  const actions = offered(webhook).filter((action) => !without.includes(action));
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon
          variant={onOpen ? 'subtle' : 'default'}
          color="gray"
          {...(!onOpen && { size: 36 })}
          aria-label={t('ui.table.rowActions', { name: nameOf(webhook) })}
        >
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onOpen && <Menu.Item onClick={() => onOpen(webhook)}>{t('webhooks.action.open')}</Menu.Item>}
        {actions.map((action) => (
          <Menu.Item
            key={action}
            onClick={() => run(action, webhook)}
            {...(action === 'delete' && { c: 'var(--mantine-color-error)' })}
          >
            {t(`webhooks.action.${action}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
