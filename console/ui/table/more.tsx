import { Button, Group, Text } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

export interface MoreProps {
  has: boolean;
  busy: boolean;
  load: () => void;
}

/** Fetches the next rows when the end becomes visible. The button is for the keyboard and for failures. */
export function More({ has, busy, load, count }: MoreProps & { count: number }) {
  const { t } = useTranslation();
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const inSight = entry?.isIntersecting ?? false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new count means new rows came, so look again; load is new on every render
  useEffect(() => {
    if (inSight && has && !busy) load();
  }, [inSight, count]);
  return (
    <Group ref={ref} justify="center" py="md" gap="md">
      <Text size="sm" c="dimmed">
        {t('ui.table.rows', { count })}
        {!has && ` · ${t('ui.table.end')}`}
      </Text>
      {has && (
        <Button variant="default" size="xs" loading={busy} onClick={load}>
          {t('ui.loadMore')}
        </Button>
      )}
    </Group>
  );
}
