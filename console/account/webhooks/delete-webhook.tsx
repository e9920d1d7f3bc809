import { Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Webhook } from '../../api/types.ts';
import { Confirm } from '../../ui/feedback/confirm.tsx';
import { toast } from '../../ui/feedback/toast.tsx';
import { nameOf } from './webhook-state.tsx';
import styles from './webhooks.module.css';

interface Props {
  webhook: Webhook;
  onClose: () => void;
  onDeleted: (() => void) | undefined;
}

export function DeleteWebhook({ webhook, onClose, onDeleted }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { id, url, behind } = webhook;
  const remove = async () => {
    await ok(api.DELETE('/v1/webhooks/{id}', { params: { path: { id } } }));
    toast(t('webhooks.delete.done', { name: nameOf(webhook) }));
    onDeleted?.();
    await queryClient.invalidateQueries({ queryKey: keys.webhookList });
  };
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t('webhooks.delete.title', { name: nameOf(webhook) })}
      confirm={t('webhooks.delete.submit')}
      danger
      onConfirm={remove}
    >
      <Stack gap="xs">
        <Text size="sm" fw={500} className={styles['address'] ?? ''}>
          {url}
        </Text>
        <Text size="sm">{t('webhooks.delete.body')}</Text>
        {behind > 0 && <Text size="sm">{t('webhooks.delete.behind', { count: behind })}</Text>}
      </Stack>
    </Confirm>
  );
}
