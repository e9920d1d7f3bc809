import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { MailQueue } from '../api/types.ts';
import { useFormat } from '../ui/values.tsx';
import { mailQueueQuery } from './queries.ts';

/** Tells Admins that no mail is sent, on the first page they see, because a mail cannot tell them. */
export function MailServerNotice() {
  const { t } = useTranslation();
  const { data: queue } = useQuery(mailQueueQuery);
  if (!queue?.silence) return null;
  return (
    <Alert color="yellow" py="xs" role="status" aria-label={t('pending.queue.server')}>
      <Silence silence={queue.silence} />
    </Alert>
  );
}

/** Since when the mail server takes nothing, and its message. */
export function Silence({ silence: { since, refused, detail } }: { silence: NonNullable<MailQueue['silence']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Text size="sm">
        {t(refused ? 'pending.queue.refused' : 'pending.queue.silent', { since: format.dateTime(since) })}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {detail}
      </Text>
    </>
  );
}
