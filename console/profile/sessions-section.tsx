import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { OwnSession } from '../api/types.ts';
import { useBusyRun } from '../parts/use-run.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { toast } from '../ui/feedback/toast.tsx';
import { Loading } from '../ui/loading.tsx';
import { Mark } from '../ui/mark.tsx';
import { Section } from '../ui/section.tsx';
import { useFormat } from '../ui/values.tsx';
import { readDevice } from './device.ts';
import { sessionsQuery } from './queries.ts';

export function SessionsSection() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(sessionsQuery);
  return (
    <Section title={t('profile.sessions.title')}>
      {isPending && <Loading />}
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      <Stack gap="sm">
        {data?.data.map((session) => (
          <SessionLine key={session.id} session={session} />
        ))}
      </Stack>
    </Section>
  );
}

function SessionLine({ session }: { session: OwnSession }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const [busy, run] = useBusyRun();
  const known = readDevice(session.userAgent);
  const device = known ? t('profile.sessions.on', known) : t('profile.sessions.unknown');
  const end = () =>
    run(async () => {
      await ok(api.DELETE('/v1/profile/sessions/{id}', { params: { path: { id: session.id } } }));
      toast(t('profile.sessions.ended'));
      await queryClient.invalidateQueries({ queryKey: keys.sessions });
    });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" fw={500}>
          {device}
        </Text>
        <Text size="sm" c="dimmed">
          {session.ip} · {t('profile.sessions.since', { when: format.relative(session.createdAt) })} ·{' '}
          {t('profile.sessions.lastSeen', { when: format.relative(session.lastSeenAt) })}
        </Text>
      </div>
      {session.current ? (
        <Mark tone="good">{t('profile.sessions.current')}</Mark>
      ) : (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          onClick={end}
          aria-label={t('profile.sessions.endLabel', { device, ip: session.ip })}
        >
          {t('profile.sessions.end')}
        </Button>
      )}
    </Group>
  );
}
