import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { InvitationSchedule } from '../api/types.ts';
import { inviteOf } from '../fields/invite-when.tsx';
import { ActorName } from '../parts/actor.tsx';
import { useBusyRun } from '../parts/use-run.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { useFormat } from '../ui/values.tsx';

const schedulesQuery = queryOptions({
  queryKey: keys.schedules,
  queryFn: () => ok(api.GET('/v1/invitation-schedules')),
});

/** Invitations that go out at a date. Each can be sent at once, moved, or left without a date. */
export function Schedules() {
  const { t } = useTranslation();
  const { data } = useQuery(schedulesQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label={t('pending.schedule.label')}>
      {data.data.map((schedule) => (
        <Schedule key={schedule.changeId} schedule={schedule} />
      ))}
    </Stack>
  );
}

function Schedule({ schedule: { changeId, people, sendAt, requestedBy, failure } }: { schedule: InvitationSchedule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [busy, run] = useBusyRun();
  const [date, setDate] = useState<string | null>(null);
  const move = (invite: string, said: string) =>
    run(async () => {
      const params = { path: { changeId } };
      queryClient.setQueryData(
        keys.schedules,
        await ok(api.PATCH('/v1/invitation-schedules/{changeId}', { params, body: { invite } })),
      );
      setDate(null);
      toast(said);
      void queryClient.invalidateQueries({ queryKey: keys.users });
    });
  return (
    <Paper withBorder px="md" py="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 16rem">
          <Trans
            i18nKey={failure ? 'pending.schedule.failed' : 'pending.schedule.body'}
            count={people}
            values={{ date: format.dateTime(sendAt) }}
            components={{ by: <ActorName actor={requestedBy} /> }}
          />
        </Text>
        {date === null ? (
          <Group gap="xs">
            <Button size="xs" variant="default" disabled={busy} onClick={() => move('now', t('pending.schedule.sent'))}>
              {t('pending.schedule.now')}
            </Button>
            <Button size="xs" variant="default" disabled={busy} onClick={() => setDate('')}>
              {t('pending.schedule.change')}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={busy}
              onClick={() => move('later', t('pending.schedule.taken'))}
            >
              {t('pending.schedule.none')}
            </Button>
          </Group>
        ) : (
          <Group gap="xs">
            <TextInput
              size="xs"
              type="datetime-local"
              aria-label={t('pending.schedule.date')}
              value={date}
              onChange={(event) => setDate(event.currentTarget.value)}
              autoFocus
            />
            <Button
              size="xs"
              loading={busy}
              disabled={date === ''}
              onClick={() => move(inviteOf(date), t('pending.schedule.saved'))}
            >
              {t('ui.save')}
            </Button>
            <Button size="xs" variant="default" onClick={() => setDate(null)}>
              {t('ui.cancel')}
            </Button>
          </Group>
        )}
      </Group>
    </Paper>
  );
}
