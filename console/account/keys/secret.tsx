import { Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { MadeApiKey } from '../../api/types.ts';
import { useFormat } from '../../ui/values.tsx';
import { CodeLine } from '../code-line.tsx';
import { ShownOnce } from '../shown-once.tsx';

const LOOK_EVERY_MS = 3_000;

interface Props {
  made: MadeApiKey;
  /** The key had a secret before. */
  renewed?: boolean;
  onDone: () => void;
}

/** The secret of a key, with a request to try it. */
export function Secret({ made, renewed = false, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { earlierSecretUntil: until } = made;
  return (
    <ShownOnce
      secret={made.key}
      label={t('apiKeys.secret.label', { name: made.name })}
      once={t('apiKeys.secret.once')}
      loss={t('apiKeys.secret.loss')}
      onDone={onDone}
    >
      {(onCopied) => (
        <>
          {renewed && (
            <Text size="sm">
              {until ? t('apiKeys.secret.old.until', { date: format.dateTime(until) }) : t('apiKeys.secret.old.now')}
            </Text>
          )}
          <Stack gap={4}>
            <Text size="sm" fw={500}>
              {t('apiKeys.secret.try')}
            </Text>
            <Text size="sm" c="dimmed">
              {t('apiKeys.secret.tryHint')}
            </Text>
            <CodeLine
              text={`curl -H 'Authorization: Bearer ${made.key}' ${window.location.origin}/v1/api-keys/self`}
              label={t('apiKeys.secret.line')}
              copy={t('apiKeys.secret.copyLine')}
              onCopied={onCopied}
            />
            {!renewed && <FirstUse id={made.id} />}
          </Stack>
        </>
      )}
    </ShownOnce>
  );
}

/** Whether the new key has been used, seen while a person sets up their program. */
function FirstUse({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: [...keys.apiKeys, id],
    queryFn: () => ok(api.GET('/v1/api-keys/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.lastUsedFrom ? false : LOOK_EVERY_MS),
  });
  const address = data?.lastUsedFrom;
  return (
    <Group gap={6} role="status" mt={4} wrap="nowrap" fz="sm" c={address ? 'var(--mantine-color-text)' : 'dimmed'}>
      {address && <IconCircleCheck size={16} aria-hidden color="var(--mantine-color-teal-text)" />}
      {address ? t('apiKeys.secret.used', { address }) : t('apiKeys.secret.waiting')}
    </Group>
  );
}
