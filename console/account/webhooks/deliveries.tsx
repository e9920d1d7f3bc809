import { SegmentedControl, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook, WebhookDelivery } from '../../api/types.ts';
import { Empty } from '../../ui/empty.tsx';
import { Section } from '../../ui/section.tsx';
import type { Column } from '../../ui/table/column.ts';
import { DataTable } from '../../ui/table/table.tsx';
import { useFormat, When } from '../../ui/values.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import { useTypeWords } from './event-types.ts';
import { OutcomeMark, useOutcomeWords } from './outcome.tsx';
import { deliveriesQuery, readAnewAfter } from './queries.ts';

const route = getRouteApi('/inside/account/webhooks/$id');

/** What was sent in the last seven days, and how it was answered. */
export function Deliveries({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const { taken = '', delivery } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery({
    ...deliveriesQuery(id, taken),
    refetchInterval: ({ state }) => readAnewAfter(state.data?.pages.length ?? 0),
  });
  const columns = useColumns();
  const { nameOfAny } = useTypeWords();
  const format = useFormat();
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const set = useCallback(
    (change: Record<string, string>) =>
      void navigate({ search: (present) => ({ ...present, ...change }), resetScroll: false }),
    [navigate],
  );
  const open = useCallback((row: WebhookDelivery) => set({ delivery: row.id }), [set]);
  return (
    <Section title={t('webhooks.deliveries.title')} hint={t('webhooks.deliveries.hint')}>
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t('webhooks.deliveries.filter')}
        value={taken === 'no' ? 'no' : ''}
        onChange={(next) => set({ taken: next })}
        data={[
          { value: '', label: t('webhooks.deliveries.all') },
          { value: 'no', label: t('webhooks.deliveries.notTaken') },
        ]}
      />
      <DataTable
        label={t('webhooks.deliveries.title')}
        rows={rows}
        columns={columns}
        rowName={({ type, at }) => `${nameOfAny(type)}, ${format.dateTime(at)}`}
        loading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<None notTaken={taken === 'no'} />}
        onOpen={open}
        more={{ has: query.hasNextPage, busy: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
      />
      <DeliveryPanel webhookId={id} id={delivery} onClose={() => set({ delivery: '' })} onOpen={open} />
    </Section>
  );
}

function None({ notTaken }: { notTaken: boolean }) {
  const { t } = useTranslation();
  const words = notTaken ? 'noneLeft' : 'none';
  return (
    <Empty
      icon={<IconSend aria-hidden />}
      title={t(`webhooks.deliveries.${words}`)}
      body={t(`webhooks.deliveries.${words}Body`)}
    />
  );
}

function useColumns(): Column<WebhookDelivery>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'type', title: t('webhooks.delivery.event'), render: (row) => <What delivery={row} /> },
      { key: 'outcome', title: t('webhooks.delivery.outcome'), render: (row) => <Outcome delivery={row} /> },
      { key: 'try', title: t('webhooks.delivery.try'), align: 'right', render: (row) => row.try },
      { key: 'took', title: t('webhooks.delivery.took'), align: 'right', render: (row) => <Took delivery={row} /> },
      { key: 'at', title: t('webhooks.delivery.at'), render: ({ at }) => <When at={at} otherwise="" /> },
    ],
    [t],
  );
}

interface Props {
  delivery: WebhookDelivery;
}

function What({ delivery: { type, events } }: Props) {
  const { t } = useTranslation();
  const { nameOfAny } = useTypeWords();
  return <span>{type === 'batch' ? t('webhooks.delivery.events', { count: events }) : nameOfAny(type)}</span>;
}

function Outcome({ delivery }: Props) {
  const { said } = useOutcomeWords();
  return (
    <>
      <OutcomeMark delivered={delivery.delivered} />{' '}
      <Text span size="sm" c="dimmed">
        {said(delivery)}
      </Text>
    </>
  );
}

function Took({ delivery }: Props) {
  const { took } = useOutcomeWords();
  return <span className="muster-number">{took(delivery)}</span>;
}
