import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, ChangeRow, RowOutcome } from '../api/change-types.ts';
import { Choose } from '../fields/fields.tsx';
import { Empty } from '../ui/empty.tsx';
import type { Column } from '../ui/table/column.ts';
import { DataTable } from '../ui/table/table.tsx';
import { useFetchWhileEmpty } from '../ui/table/use-fetch-while-empty.ts';
import { rowsOf } from './change.ts';
import { changeRowsQuery, OUTCOMES } from './queries.ts';
import { RowMark, RowPerson, RowWhat } from './row-cells.tsx';

type ShownRow = ChangeRow & { id: string };

interface Props {
  change: Change;
  outcome: RowOutcome | undefined;
  onOutcome: (outcome: string) => void;
  /** If left out, all rows. */
  most?: number;
  hint?: string;
}

/** What a change does, or did, to each person: before and after, or why not. */
export function ChangeRows({ change, outcome, onOutcome, most, hint }: Props) {
  const { t } = useTranslation();
  const query = useRows(change, outcome);
  const columns = useColumns(change.file !== null);
  const kinds = OUTCOMES.filter((kind) => kind === outcome || rowsOf(change, kind) > 0);
  const rows = most === undefined ? query.rows : query.rows.slice(0, most);
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={2} size="h4">
            {t('changes.rows.title')}
          </Title>
          {hint && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        <Group gap="xs">
          {kinds.length > 1 && (
            <Choose
              aria-label={t('changes.rows.filter')}
              placeholder={t('changes.rows.all')}
              clearable
              w={180}
              value={outcome ?? ''}
              onChange={onOutcome}
              data={kinds.map((kind) => ({ value: kind, label: t(`changes.rows.kind.${kind}`) }))}
            />
          )}
          <DownloadRows id={change.id} />
        </Group>
      </Group>
      <DataTable
        label={t('changes.rows.label')}
        rows={rows}
        columns={columns}
        rowName={({ name, email }) => name || email}
        loading={query.loading}
        error={query.error}
        onRetry={query.retry}
        empty={<Empty title={t('changes.rows.empty')} body={t('changes.rows.emptyBody')} />}
        {...(most === undefined && { more: query.more })}
      />
    </Stack>
  );
}

export function DownloadRows({ id, label }: { id: string; label?: string }) {
  const { t } = useTranslation();
  return (
    <Button
      component="a"
      href={`/v1/changes/${encodeURIComponent(id)}/rows.csv`}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {label ?? t('changes.detail.download')}
    </Button>
  );
}

function useRows({ id, state }: Change, outcome: RowOutcome | undefined) {
  const query = useInfiniteQuery(changeRowsQuery(id, state, outcome));
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo(
    () => data?.pages.flatMap((page) => page.data).map((row, i): ShownRow => ({ ...row, id: String(i) })) ?? [],
    [data],
  );
  // Rows of a rare outcome may be pages away.
  const searching = useFetchWhileEmpty(query, rows.length);
  return {
    rows,
    error,
    loading: isPending || searching,
    retry: () => void refetch(),
    more: { has: hasNextPage, busy: isFetchingNextPage, load: () => void fetchNextPage() },
  };
}

function useColumns(withLines: boolean): Column<ShownRow>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const person: Column<ShownRow> = {
      key: 'person',
      title: t('changes.rows.person'),
      render: (row) => <RowPerson row={row} />,
    };
    const line: Column<ShownRow> = {
      key: 'line',
      title: t('changes.rows.line'),
      align: 'right',
      width: 70,
      render: (row) => row.line,
    };
    return [
      person,
      ...(withLines ? [line] : []),
      { key: 'outcome', title: t('changes.rows.outcome'), render: ({ outcome }) => <RowMark outcome={outcome} /> },
      { key: 'what', title: t('changes.rows.what'), render: (row) => <RowWhat row={row} /> },
    ];
  }, [t, withLines]);
}
