import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Seats } from '../api/types.ts';

type Props = {
  name: string;
  seat: Pick<Seats, 'bought' | 'held' | 'free'>;
  size?: 'sm' | 'lg';
};

/** A product's seats bought, held and free, in numbers and as a bar. */
export function SeatsBar({ name, seat: { bought, held, free }, size = 'lg' }: Props) {
  const { t } = useTranslation();
  const percent = bought === 0 ? 0 : Math.min(100, (held / bought) * 100);
  return (
    <Stack gap={6}>
      <Progress
        value={percent}
        size={size}
        color={free === 0 && bought > 0 ? 'orange.7' : 'ink'}
        aria-label={t('words.seatsBar.bar', { name, held, bought })}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" className="muster-number">
          {t('words.seatsBar.held', { held, bought })}
        </Text>
        <Text size="sm" c="dimmed" className="muster-number">
          {t('words.seatsBar.free', { count: free })}
        </Text>
      </Group>
    </Stack>
  );
}
