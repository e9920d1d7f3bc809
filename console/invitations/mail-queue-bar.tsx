import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconMail, IconMailPause, IconMailX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { MailQueue } from '../api/types.ts';
import { useBusyRun } from '../parts/use-run.ts';
import { announce } from '../ui/feedback/announce.tsx';
import { useFormat } from '../ui/values.tsx';
import { Silence } from './mail-server-notice.tsx';
import { mailQueueQuery } from './queries.ts';

/** A shorter wait would disappear before people can read it, so it is not shown. */
const SHOWN_FROM_SECONDS = 5;

/** The number of invitations that wait to be mailed, and the remaining time. Once shown it stays, so that the page does not jump. */
export function MailQueueBar() {
  const { data: queue } = useQuery(mailQueueQuery);
  const [shown, setShown] = useState(false);
  const worthwhile = queue !== undefined && isWorthwhile(queue);
  useEffect(() => {
    if (worthwhile) setShown(true);
  }, [worthwhile]);
  return queue && (shown || worthwhile) && <Bar queue={queue} />;
}

function isWorthwhile({ waiting, secondsLeft, pausedAt, silence }: MailQueue): boolean {
  if (pausedAt !== null || silence !== null) return true;
  return waiting > 0 && (secondsLeft === null || secondsLeft >= SHOWN_FROM_SECONDS);
}

function Bar({ queue }: { queue: MailQueue }) {
  const { t } = useTranslation();
  const { pausedAt, silence } = queue;
  const Icon = pausedAt ? IconMailPause : silence ? IconMailX : IconMail;
  return (
    <Paper withBorder component="section" aria-label={t('pending.queue.label')} px="md" py="xs">
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap" flex="1 1 16rem" align="flex-start">
          <Icon size={20} aria-hidden style={{ flexShrink: 0 }} />
          <Words queue={queue} />
        </Group>
        <PauseButton queue={queue} />
      </Group>
    </Paper>
  );
}

function Words({ queue: { waiting, perSecond, secondsLeft, pausedAt, silence } }: { queue: MailQueue }) {
  const { t } = useTranslation();
  const format = useFormat();
  const timed = perSecond !== null && secondsLeft !== null;
  return (
    <Stack gap={2} miw={0}>
      {pausedAt && <Text size="sm">{t('pending.queue.paused', { since: format.dateTime(pausedAt) })}</Text>}
      {silence && <Silence silence={silence} />}
      <Text size="sm" className="muster-number" {...((pausedAt || silence) && { c: 'dimmed' })}>
        {waiting === 0
          ? t('pending.queue.done')
          : timed
            ? t('pending.queue.takes', {
                count: waiting,
                rate: format.number(perSecond),
                time: format.duration(secondsLeft),
              })
            : t('pending.queue.waits', { count: waiting })}
      </Text>
    </Stack>
  );
}

function PauseButton({ queue: { waiting, pausedAt } }: { queue: MailQueue }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [busy, run] = useBusyRun();
  const toPause = pausedAt === null;
  const turn = () =>
    run(async () => {
      queryClient.setQueryData(keys.mailQueue, await ok(api.PATCH('/v1/mail-queue', { body: { paused: toPause } })));
      announce(t(toPause ? 'pending.queue.nowPaused' : 'pending.queue.nowResumed'));
    });
  if (toPause && waiting === 0) return null;
  return (
    <Button size="xs" variant="default" loading={busy} onClick={turn}>
      {t(toPause ? 'pending.queue.pause' : 'pending.queue.resume')}
    </Button>
  );
}
