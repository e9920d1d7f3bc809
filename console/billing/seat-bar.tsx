import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/values.tsx';

interface Props {
  name: string;
  bought: number;
  held: number;
}

/** The usage of a product's seats, in numbers and as a bar. */
export function SeatBar({ name, bought, held }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = bought === 0 ? 0 : Math.min(100, (held / bought) * 100);
  const facts = { held: format.number(held), bought: format.number(bought) };
  return (
    <Stack gap={6}>
      <Progress
        value={percent}
        size="lg"
        color={held >= bought && bought > 0 ? 'orange.7' : 'ink'}
        aria-label={t('billing.bar', { name, ...facts })}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" className="muster-number">
          {t('billing.held', facts)}
        </Text>
        <Text size="sm" c="dimmed" className="muster-number">
          {t('billing.free', { count: Math.max(0, bought - held) })}
        </Text>
      </Group>
    </Stack>
  );
}
