import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../api/change-types.ts';
import { LiveState } from '../changes/change-state.tsx';
import { latestChangesQuery } from '../changes/queries.ts';
import { ActorName } from '../parts/actor.tsx';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Section } from '../ui/section.tsx';
import { When } from '../ui/values.tsx';
import styles from './overview.module.css';

/** The changes that run, and the last ones. */
export function LatestChanges() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(latestChangesQuery);
  return (
    <Section
      title={t('overview.changes.title')}
      action={
        <AnchorLink to={paths.changes} size="sm">
          {t('overview.changes.all')}
        </AnchorLink>
      }
    >
      {data && data.length > 0 && (
        <ul className={styles['list']}>
          {data.map((change) => (
            <Entry key={change.id} change={change} />
          ))}
        </ul>
      )}
      {data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('overview.changes.none')}
        </Text>
      )}
      {!data && (error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <Loading />)}
    </Section>
  );
}

function Entry({ change }: { change: ChangeEntry }) {
  const { id, summary, actor, appliedAt, createdAt, state } = change;
  return (
    <li className={styles['change']}>
      <Stack gap={2} miw={0}>
        <AnchorLink to={paths.change} params={{ id }} size="sm" c="inherit" style={{ overflowWrap: 'anywhere' }}>
          {summary}
        </AnchorLink>
        <Text size="xs" c="dimmed">
          <ActorName actor={actor} /> · <When at={appliedAt ?? createdAt} otherwise="" />
        </Text>
      </Stack>
      {state !== 'applied' && <LiveState change={change} />}
    </li>
  );
}
