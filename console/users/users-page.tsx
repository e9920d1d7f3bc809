import { Stack } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../api/keys.ts';
import type { User } from '../api/types.ts';
import { paths } from '../paths.ts';
import { ForRight } from '../shell/states.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { DataTable } from '../ui/table/table.tsx';
import { useSelection } from '../ui/table/use-selection.ts';
import { Alone } from './alone.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { useUserColumns } from './columns.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { ActiveFilters } from './filter-bar.tsx';
import { nameOf } from './name.ts';
import { NoUsers } from './no-users.tsx';
import { PageActions } from './page-actions.tsx';
import { userCountQuery, usersQuery } from './queries.ts';
import { Toolbar } from './toolbar.tsx';
import { useChosenColumns } from './use-columns.ts';
import { useUsersAddress } from './use-users-address.ts';
import { UserManagement } from './user-management.tsx';
import { UserMenu } from './user-menu.tsx';
import { UserPanel } from './user-panel.tsx';

export function UsersPage() {
  return (
    <ForRight right="users.manage">
      <Users />
    </ForRight>
  );
}

function Users() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const address = useUsersAddress();
  const { filter, sort, user: openId, close, setSort } = address;
  const [chosen, choose] = useChosenColumns();
  const [erasing, setErasing] = useState<User | null>(null);
  const columns = useUserColumns(chosen, filter.status);
  const query = useInfiniteQuery(usersQuery(filter, sort));
  const { data: count } = useQuery(userCountQuery(filter));
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const selection = useSelection(ids, JSON.stringify(filter));
  useShortcuts([{ key: 'a', label: t('users.key.add'), run: () => void navigate({ to: paths.addUsers }) }]);

  // Rows are drawn again when these change, so they do not.
  const open = useCallback(
    (user: User) => {
      queryClient.setQueryData(keys.user(user.id), user); // what the list knows is there at once
      void navigate({ to: paths.users, search: (before) => ({ ...before, user: user.id }), resetScroll: false });
    },
    [navigate, queryClient],
  );
  const actions = useCallback((user: User) => <UserMenu user={user} onEdit={open} onErase={setErasing} />, [open]);
  return (
    <UserManagement actions={<PageActions filter={filter} chosen={chosen} />}>
      <Stack gap="xs">
        <Toolbar address={address} chosen={chosen} onChoose={choose} />
        <ActiveFilters address={address} count={count} />
      </Stack>
      <DataTable
        label={t('users.title')}
        rows={rows}
        columns={columns}
        rowName={nameOf}
        loading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<NoUsers address={address} />}
        sort={sort}
        onSort={setSort}
        selection={selection}
        onOpen={open}
        actions={actions}
        more={{ has: query.hasNextPage, busy: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
      />
      {count === 1 && Object.keys(filter).length === 0 && <Alone />}
      <BulkBar selection={selection} filter={filter} matching={count} loaded={rows.length} />
      <UserPanel id={openId} onClose={close} />
      {erasing && <EraseDialog user={erasing} onClose={() => setErasing(null)} />}
    </UserManagement>
  );
}
