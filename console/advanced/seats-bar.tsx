import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Seats } from '../api/types.ts';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { useMay } from '../session/session.ts';

/** Seats bought, held and free, in numbers and as a bar. */
export function SeatsBar({ name, seat: { bought, held, free } }: { name: string; seat: Seats }) {
  const { t } = useTranslation();
  const { may } = useMay();
  const percent = bought === 0 ? 0 : Math.min(100, (held / bought) * 100);
  return (
    <Stack gap={6}>
      <Progress
        value={percent}
        size="lg"
        aria-label={t('advanced.types.bar', { name })}
        {...(free === 0 && bought > 0 && { color: 'orange.9' })}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" className="muster-number">
          {t('advanced.types.seats', { held, bought })}
        </Text>
        <Text size="sm" c="dimmed" className="muster-number">
          {t('advanced.types.free', { count: free })}
        </Text>
      </Group>
      {free === 0 && may('billing.manage') && (
        <AnchorLink to={paths.billing} size="sm">
          {t('advanced.types.buy')}
        </AnchorLink>
      )}
    </Stack>
  );
}
