import { Group } from '@mantine/core';
import { IconListDetails } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '../api/types.ts';
import { Choose } from '../fields/fields.tsx';
import { ForPermission } from '../parts/states.tsx';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { DataTable } from '../ui/table/table.tsx';
import { useAuditColumns } from './columns.tsx';
import { AUDIT_EVENTS, eventOf, wordOf } from './events.ts';
import { PersonFilter } from './person-filter.tsx';
import { auditQuery } from './queries.ts';

const route = getRouteApi('/inside/audit');

export function AuditPage() {
  const { t } = useTranslation();
  return (
    <ForPermission permission="audit.read">
      <Page title={t('audit.title')} description={t('audit.body')}>
        <Log />
      </Page>
    </ForPermission>
  );
}

function Log() {
  const { t } = useTranslation();
  const { event: named, userId } = route.useSearch();
  const event = eventOf(named);
  const navigate = route.useNavigate();
  const filter: AuditFilter = { ...(event && { event }), ...(userId && { userId }) };
  const query = useInfiniteQuery(auditQuery(filter));
  const columns = useAuditColumns();
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const set = (change: { event?: string; userId?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...change }) });
  return (
    <>
      <Group gap="sm" align="flex-end">
        <Choose
          label={t('audit.event')}
          value={event ?? ''}
          onChange={(next) => set({ event: next })}
          placeholder={t('audit.everything')}
          clearable
          searchable
          w={260}
          data={AUDIT_EVENTS.map((name) => ({ value: name, label: t(`audit.events.${wordOf(name)}`) }))}
        />
        <PersonFilter id={userId} onChange={(id) => set({ userId: id })} />
      </Group>
      <DataTable
        label={t('audit.title')}
        rows={rows}
        columns={columns}
        rowName={({ summary }) => summary}
        loading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<Empty icon={<IconListDetails aria-hidden />} title={t('audit.none')} body={t('audit.noneBody')} />}
        more={{ has: query.hasNextPage, busy: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
      />
    </>
  );
}
