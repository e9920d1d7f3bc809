import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Seats } from '../api/types.ts';
import { useNames } from '../fields/catalog.ts';
import { SeatsBar } from '../fields/seats-bar.tsx';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Section } from '../ui/section.tsx';

/** The seats of every product that is bought. */
export function SeatsCard({ seats }: { seats: Seats[] }) {
  const { t } = useTranslation();
  const { productName } = useNames();
  const bought = seats.filter((seat) => seat.bought > 0);
  return (
    <Section
      title={t('overview.seats.title')}
      action={
        <AnchorLink to={paths.billing} size="sm">
          {t('overview.seats.all')}
        </AnchorLink>
      }
    >
      {bought.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('overview.seats.none')}
        </Text>
      )}
      {bought.map((seat) => (
        <Stack key={seat.product} gap={4}>
          <Text size="sm" fw={500}>
            {productName(seat.product)}
          </Text>
          <SeatsBar name={productName(seat.product)} seat={seat} size="sm" />
        </Stack>
      ))}
    </Section>
  );
}
