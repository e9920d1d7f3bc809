import { Button, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../api/change-types.ts';
import { Choose } from '../fields/fields.tsx';
import { ActorName } from '../parts/actor.tsx';
import { ForPermission } from '../parts/states.tsx';
import { paths } from '../paths.ts';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/table.tsx';
import { useFetchWhileEmpty } from '../ui/table/use-fetch-while-empty.ts';
import { NumberText, When } from '../ui/values.tsx';
import { affectedBy, countsOf } from './change.ts';
import { LiveState } from './change-state.tsx';
import { DropPlan } from './drop-plan.tsx';
import { changesQuery, STATES } from './queries.ts';
import { UndoButton } from './undo-button.tsx';

const route = getRouteApi('/inside/changes');

export function ChangesPage() {
  const { t } = useTranslation();
  return (
    <ForPermission permission="users.read">
      <Page title={t('changes.title')} description={t('changes.body')}>
        <ChangeList />
      </Page>
    </ForPermission>
  );
}

function ChangeList() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = STATES.find((known) => known === search.state);
  const query = useInfiniteQuery(changesQuery(state));
  const columns = useColumns();
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data.filter(wasMore)) ?? [], [query.data]);
  const searching = useFetchWhileEmpty(query, rows.length);
  const open = useCallback(
    ({ id }: ChangeEntry) => void navigate({ to: paths.change, params: { id }, search: {} }),
    [navigate],
  );
  const show = (next: string) => void navigate({ search: next === '' ? {} : { state: next }, resetScroll: false });
  return (
    <>
      <Choose
        aria-label={t('changes.filter')}
        placeholder={t('changes.anyState')}
        clearable
        w={220}
        value={state ?? ''}
        onChange={show}
        data={STATES.map((value) => ({ value, label: t(`changes.state.${value}`) }))}
      />
      <DataTable
        label={t('changes.list')}
        rows={rows}
        columns={columns}
        rowName={({ summary }) => summary}
        loading={query.isPending || searching}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<NoChanges {...(state && { onClear: () => show('') })} />}
        onOpen={open}
        actions={offer}
        more={{ has: query.hasNextPage, busy: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
      />
    </>
  );
}

/** A plan can be dropped, and what was done can be undone. */
function offer(change: ChangeEntry) {
  if (change.state === 'planned') return <DropPlan change={change} />;
  return change.state === 'applied' && <UndoButton change={change} small />;
}

/** A plan that was dropped has changed nothing. */
function wasMore({ state, result }: ChangeEntry): boolean {
  return state !== 'cancelled' || result !== null;
}

function useColumns(): Column<ChangeEntry>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { key: 'what', title: t('changes.column.what'), render: ({ summary }) => <Text size="sm">{summary}</Text> },
      { key: 'who', title: t('changes.column.who'), render: ({ actor }) => <ActorName actor={actor} /> },
      {
        key: 'people',
        title: t('changes.column.people'),
        align: 'right',
        render: (change) => <People change={change} />,
      },
      {
        key: 'when',
        title: t('changes.column.when'),
        render: ({ appliedAt, createdAt }) => <When at={appliedAt ?? createdAt} otherwise="" />,
      },
      { key: 'state', title: t('changes.column.state'), render: (change) => <LiveState change={change} /> },
    ],
    [t],
  );
}

function People({ change }: { change: ChangeEntry }) {
  const counts = countsOf(change);
  return counts && <NumberText value={affectedBy(counts)} />;
}

function NoChanges({ onClear }: { onClear?: () => void }) {
  const { t } = useTranslation();
  if (!onClear)
    return <Empty icon={<IconHistory aria-hidden />} title={t('changes.empty.title')} body={t('changes.empty.body')} />;
  return (
    <Empty
      icon={<IconHistory aria-hidden />}
      title={t('changes.empty.filteredTitle')}
      body={t('changes.empty.filteredBody')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('changes.empty.clear')}
        </Button>
      }
    />
  );
}
