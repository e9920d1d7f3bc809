import { Button, Group, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../api/types.ts';
import { FieldChangeText } from '../../fields/field-change.tsx';
import { ActorName } from '../../parts/actor.tsx';
import { historyQuery } from '../../queries/users.ts';
import { ErrorPanel } from '../../ui/feedback/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { When } from '../../ui/values.tsx';
import styles from '../users.module.css';

/** What was done to one person, newest first. */
export function UserHistory({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(historyQuery(id));
  const entries = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <section aria-label={t('users.history.title')}>
      <Title order={2} size="h5" mb={4}>
        {t('users.history.title')}
      </Title>
      {query.isPending && <Loading />}
      {query.error && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      <ul className={styles['history']}>
        {entries.map((entry) => (
          <Entry key={`${entry.changeId} ${entry.at}`} entry={entry} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('ui.loadMore')}
        </Button>
      )}
    </section>
  );
}

function Entry({ entry: { actor, action, at, fields, source } }: { entry: HistoryEntry }) {
  const { t } = useTranslation();
  return (
    <li>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
        <Text size="sm">
          <Trans
            defaults={t(`users.history.action.${action.replace(' ', '_')}`, { defaultValue: action })}
            components={{ who: <ActorName actor={actor} /> }}
          />
        </Text>
        <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
          {t(`words.channel.${source}`, { defaultValue: source })} · <When at={at} otherwise="" />
        </Text>
      </Group>
      {action !== 'added' && fields.length > 0 && (
        <ul>
          {fields.map((change) => (
            <li key={change.field}>
              <FieldChangeText change={change} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
