import { SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ForPermission } from '../parts/states.tsx';
import { accountQuery } from '../queries/account.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { Checklist } from './checklist.tsx';
import { InvitationsCard } from './invitations-card.tsx';
import { LatestChanges } from './latest-changes.tsx';
import { PeopleCard } from './people-card.tsx';
import { overviewQuery } from './queries.ts';
import { SeatsCard } from './seats-card.tsx';

/** The account at a glance. Every number is kept or bounded, so the page is as quick for a million people as for ten. */
export function OverviewPage() {
  const { t } = useTranslation();
  return (
    <ForPermission permission="users.read">
      <Page title={t('overview.title')}>
        <Cards />
      </Page>
    </ForPermission>
  );
}

function Cards() {
  const account = useQuery(accountQuery);
  const overview = useQuery(overviewQuery);
  const error = account.error ?? overview.error;
  const retry = () => {
    void account.refetch();
    void overview.refetch();
  };
  if (account.data && overview.data)
    return (
      <Stack gap="md" maw={1120}>
        <Checklist account={account.data} overview={overview.data} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          <PeopleCard account={account.data} />
          <InvitationsCard account={account.data} overview={overview.data} />
          <SeatsCard seats={account.data.seats} />
          <LatestChanges />
        </SimpleGrid>
      </Stack>
    );
  return error ? <ErrorPanel error={error} onRetry={retry} /> : <Loading />;
}
