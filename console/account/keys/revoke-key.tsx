import { Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { ApiKey } from '../../api/types.ts';
import { apiKeysQuery } from '../../queries/api-keys.ts';
import { Confirm } from '../../ui/feedback/confirm.tsx';
import { toast } from '../../ui/feedback/toast.tsx';
import { useFormat } from '../../ui/values.tsx';

const RECENT_MS = 86_400_000;

/** Says when the key was used last before it is gone for good. */
export function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  // The use of this minute may be newer than the list.
  const { data } = useQuery({ ...apiKeysQuery, refetchOnMount: 'always' });
  const { id, name } = apiKey;
  const known = data?.data.find((one) => one.id === id) ?? apiKey;
  const revoke = async () => {
    await ok(api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } }));
    toast(t('apiKeys.revoke.done', { name }));
    await queryClient.invalidateQueries({ queryKey: keys.apiKeys });
  };
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t('apiKeys.revoke.title', { name })}
      confirm={t('apiKeys.revoke.submit')}
      danger
      onConfirm={revoke}
    >
      <Stack gap="xs">
        <Text size="sm" fw={500}>
          <LastUse apiKey={known} />
        </Text>
        <Text size="sm">{t('apiKeys.revoke.body')}</Text>
      </Stack>
    </Confirm>
  );
}

function LastUse({ apiKey: { lastUsedAt: at, lastUsedFrom: address } }: { apiKey: ApiKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!at || !address) return t('apiKeys.revoke.never');
  const used = t('apiKeys.revoke.used', { when: format.relative(at), address });
  return Date.now() - Date.parse(at) < RECENT_MS ? `${used} ${t('apiKeys.revoke.recent')}` : used;
}
