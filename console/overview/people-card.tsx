import { SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api/types.ts';
import { catalogQuery } from '../fields/catalog.ts';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Section } from '../ui/section.tsx';
import { NumberText } from '../ui/values.tsx';
import { Line } from './line.tsx';
import styles from './overview.module.css';

/** People by status and by type. */
export function PeopleCard({ account: { counts, totals } }: { account: Account }) {
  const { t } = useTranslation();
  const { data: catalog } = useQuery(catalogQuery);
  const people = counts.active + counts.pending + counts.deactivated;
  return (
    <Section
      title={t('overview.people.title')}
      action={
        <AnchorLink to={paths.users} size="sm">
          {t('overview.people.all')}
        </AnchorLink>
      }
    >
      <Text>
        <NumberText value={people} fz={28} fw={600} lh={1.1} /> {t('overview.people.unit', { count: people })}
      </Text>
      <SimpleGrid cols={2} spacing="xl">
        <ul className={styles['list']} aria-label={t('words.field.status')}>
          <Line
            to={paths.users}
            search={{ status: ['active'] }}
            label={t('words.status.active')}
            value={counts.active}
          />
          <Line to={paths.pending} label={t('words.status.pending')} value={counts.pending} />
          <Line
            to={paths.users}
            search={{ status: ['deactivated'] }}
            label={t('words.status.deactivated')}
            value={counts.deactivated}
          />
        </ul>
        <ul className={styles['list']} aria-label={t('words.field.type')}>
          {catalog?.types.map(({ key, name }) => (
            <Line
              key={key}
              to={paths.users}
              search={{ type: [key], status: ['active', 'pending'] }}
              label={name}
              value={totals[key] ?? 0}
            />
          ))}
        </ul>
      </SimpleGrid>
    </Section>
  );
}
