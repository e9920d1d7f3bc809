import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account, Catalog } from '../api/types.ts';
import { catalogQuery } from '../fields/catalog.ts';
import { SeatsBar } from '../fields/seats-bar.tsx';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { useMay } from '../session/session.ts';
import { Section } from '../ui/section.tsx';
import { NumberText } from '../ui/values.tsx';
import { TypeActions } from './type-actions.tsx';

/** The number of people of each type, its seats, and actions on all of its people. */
export function Types({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { data: catalog } = useQuery(catalogQuery);
  return (
    <Section title={t('advanced.types.title')} hint={t('advanced.types.hint')}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {catalog?.types.map((type) => (
          <TypeCard key={type.key} type={type} account={account} types={catalog.types} />
        ))}
      </SimpleGrid>
    </Section>
  );
}

interface CardProps {
  type: Catalog['types'][number];
  types: Catalog['types'];
  account: Account;
}

function TypeCard({ type, types, account }: CardProps) {
  const { t } = useTranslation();
  const { may } = useMay();
  const people = account.totals[type.key] ?? 0;
  const seat = account.seats.find(({ product }) => product === type.key);
  return (
    <Card withBorder padding="md" component="article" aria-label={type.name}>
      <Stack gap="sm" h="100%" justify="space-between">
        <Stack gap="xs">
          <Group justify="space-between" align="baseline">
            <Title order={3} size="h5">
              {type.name}
            </Title>
            <Text size="sm" c="dimmed">
              {people === 0 ? t('advanced.types.nobody') : null}
            </Text>
          </Group>
          {people > 0 && (
            <Text>
              <NumberText value={people} fz={28} fw={600} lh={1.1} /> {t('advanced.types.unit', { count: people })}
            </Text>
          )}
          {seat ? (
            <>
              <SeatsBar name={type.name} seat={seat} />
              {seat.free === 0 && may('billing.manage') && (
                <AnchorLink to={paths.billing} size="sm">
                  {t('advanced.types.buy')}
                </AnchorLink>
              )}
            </>
          ) : (
            <Text size="sm" c="dimmed">
              {t('advanced.types.unlimited')}
            </Text>
          )}
        </Stack>
        {people > 0 && <TypeActions type={type} others={types.filter(({ key }) => key !== type.key)} />}
      </Stack>
    </Card>
  );
}
