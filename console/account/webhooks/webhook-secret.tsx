import { Code, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MadeWebhook } from '../../api/types.ts';
import { Copy } from '../../ui/feedback/copy-button.tsx';
import { useFormat } from '../../ui/values.tsx';
import { ShownOnce } from '../shown-once.tsx';
import styles from './webhooks.module.css';

/** What a receiver does with each request, in the words of the client's README. */
const EXAMPLE = `import { verifyWebhook } from 'muster-client';

const secret = process.env.MUSTER_WEBHOOK_SECRET;
// body: the bytes of the request, as they came
const event = verifyWebhook(secret, request.headers, body);
console.log(event.type, event.id);`;

interface Props {
  made: MadeWebhook;
  /** The webhook had a secret before. */
  renewed?: boolean;
  onDone: () => void;
}

/** The secret of a webhook, with lines that check a signature by it. */
export function WebhookSecret({ made, renewed = false, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { secretRotatedUntil: until } = made;
  return (
    <ShownOnce
      secret={made.secret}
      label={t('webhooks.secret.label')}
      once={t('webhooks.secret.once')}
      loss={t('webhooks.secret.loss')}
      onDone={onDone}
    >
      {() => (
        <>
          {renewed && until && <Text size="sm">{t('webhooks.secret.both', { date: format.dateTime(until) })}</Text>}
          <Stack gap={4}>
            <Group justify="space-between" gap="xs">
              <Text size="sm" fw={500}>
                {t('webhooks.secret.check')}
              </Text>
              <Copy value={EXAMPLE} label={t('webhooks.secret.copyLines')} />
            </Group>
            <Text size="sm" c="dimmed">
              {t('webhooks.secret.checkHint')}
            </Text>
            <Code block className={styles['text'] ?? ''}>
              {EXAMPLE}
            </Code>
          </Stack>
        </>
      )}
    </ShownOnce>
  );
}
