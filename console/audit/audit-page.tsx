import { Button, Group, TextInput } from '@mantine/core';
import { IconDownload, IconListDetails } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditFilter } from '../api/types.ts';
import { Choose } from '../fields/fields.tsx';
import { wordOf } from '../messages/word-of.ts';
import { ForPermission } from '../parts/states.tsx';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { DataTable } from '../ui/table/table.tsx';
import { ActorFilter } from './actor-filter.tsx';
import { useAuditColumns } from './columns.tsx';
import { AUDIT_EVENTS, eventOf } from './events.ts';
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
  const { event: named, userId, actorId, since, before } = route.useSearch();
  const event = eventOf(named);
  const navigate = route.useNavigate();
  const filter: AuditFilter = {
    ...(event && { event }),
    ...(userId && { userId }),
    ...(actorId && { actorId }),
    ...(since && { since: dayOf(since, 0) }),
    // The last day counts as a whole.
    ...(before && { before: dayOf(before, 1) }),
  };
  const query = useInfiniteQuery(auditQuery(filter));
  const columns = useAuditColumns();
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const set = (change: Record<string, string>) =>
    void navigate({ search: (present) => ({ ...present, ...change }), resetScroll: false });
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
        <PersonFilter label={t('audit.person')} id={userId} onChange={(id) => set({ userId: id })} />
        <ActorFilter id={actorId} shown={rows.map(({ actor }) => actor)} onChange={(id) => set({ actorId: id })} />
        <DayFilter label={t('audit.since')} day={since} onChange={(day) => set({ since: day })} />
        <DayFilter label={t('audit.until')} day={before} onChange={(day) => set({ before: day })} />
        <Button
          component="a"
          href={`/v1/audit.csv?${new URLSearchParams(filter)}`}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('audit.export')}
        </Button>
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

interface DayProps {
  label: string;
  day: string | undefined;
  onChange: (day: string) => void;
}

function DayFilter({ label, day, onChange }: DayProps) {
  return (
    <TextInput
      type="date"
      label={label}
      value={day ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      w={150}
    />
  );
}

/** The moment at which a day of this browser begins, so many days later. */
function dayOf(day: string, later: number): string {
  const date = new Date(`${day}T00:00`);
  if (Number.isNaN(date.getTime())) return day;
  date.setDate(date.getDate() + later);
  return date.toISOString();
}
