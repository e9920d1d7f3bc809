import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ForPermission } from '../parts/states.tsx';
import { Empty } from '../ui/empty.tsx';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { subscriptionsQuery } from './queries.ts';
import { SubscriptionCard } from './subscription-card.tsx';

export function BillingPage() {
  const { t } = useTranslation();
  return (
    <ForPermission permission="billing.read">
      <Page title={t('billing.title')} description={t('billing.body')}>
        <Subscriptions />
      </Page>
    </ForPermission>
  );
}

function Subscriptions() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(subscriptionsQuery);
  if (isPending) return <Loading />;
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data.data.length === 0) return <Empty title={t('billing.none')} />;
  return (
    <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="md">
      {data.data.map((subscription) => (
        <SubscriptionCard key={subscription.product} subscription={subscription} />
      ))}
    </SimpleGrid>
  );
}
