import { Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode } from '../../api/error.ts';
import { keys } from '../../api/keys.ts';
import type { User } from '../../api/types.ts';
import { nameOf } from '../../fields/name.ts';
import { MailServerNotice } from '../../invitations/mail-server-notice.tsx';
import { ForPermission } from '../../parts/states.tsx';
import { paths } from '../../paths.ts';
import { userCountQuery, useUserWindow } from '../../queries/users.ts';
import { ErrorPanel } from '../../ui/feedback/error-panel.tsx';
import { later, useEver } from '../../ui/later.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { DataTable } from '../../ui/table/table.tsx';
import { useSelection } from '../../ui/table/use-selection.ts';
import { statusOf } from '../../views/filter.ts';
import { NoView } from '../../views/no-view.tsx';
import { useNamedView, useUsersAddress } from '../../views/use-users-address.ts';
import { usePersonDialogs } from '../person/use-person-dialogs.tsx';
import { UserMenu } from '../person/user-menu.tsx';
import { Alone } from './alone.tsx';
import { useUserColumns } from './columns.tsx';
import { ActiveFilters } from './filter-bar.tsx';
import { NoUsers } from './no-users.tsx';
import { PageActions } from './page-actions.tsx';
import { Toolbar } from './toolbar.tsx';
import { UserManagement } from './user-management.tsx';

const BulkBar = later(async () => (await import('../bulk/bulk-bar.tsx')).BulkBar);
const UserPanel = later(async () => (await import('../person/user-panel.tsx')).UserPanel);

export function UsersPage() {
  return (
    <ForPermission permission="users.read">
      <Opened />
    </ForPermission>
  );
}

/** If the address names only a view, the list is unknown until the view has loaded. */
function Opened() {
  const { view, error, isNeeded, refetch } = useNamedView();
  if (!isNeeded || view) return <Users />;
  return (
    <UserManagement>
      {!error && <Loading />}
      {error &&
        (hasCode(error, 'not_found') ? <NoView /> : <ErrorPanel error={error} onRetry={() => void refetch()} />)}
    </UserManagement>
  );
}

function Users() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const address = useUsersAddress();
  const { filter, sort, columns: chosen, user: openId, close, setSort } = address;
  const { onErase, onFix, dialogs } = usePersonDialogs();
  const { data: count } = useQuery(userCountQuery(filter));
  const columns = useUserColumns(chosen, statusOf(filter), count);
  const list = useUserWindow(filter, sort);
  const rows = useMemo(() => list.blocks.flatMap((block) => block ?? []), [list.blocks]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const selection = useSelection(ids, JSON.stringify(filter));
  const everSelected = useEver(!selection.isEmpty);
  const everOpened = useEver(openId !== undefined);
  useShortcuts([{ key: 'a', label: t('users.key.add'), run: () => void navigate({ to: paths.addUsers }) }]);

  // Rows are redrawn when these change, so they stay the same.
  const open = useCallback(
    (user: User) => {
      queryClient.setQueryData(keys.user(user.id), user); // the list's data is shown at once
      void navigate({ to: paths.users, search: (before) => ({ ...before, user: user.id }), resetScroll: false });
    },
    [navigate, queryClient],
  );
  const actions = useCallback(
    (user: User) => <UserMenu user={user} onEdit={open} onErase={onErase} onFix={onFix} />,
    [open, onErase, onFix],
  );
  return (
    <UserManagement actions={<PageActions filter={filter} sort={sort} chosen={chosen} />}>
      <Stack gap="xs">
        <MailServerNotice />
        <Toolbar address={address} onFound={selection.select} />
        <ActiveFilters address={address} count={count} />
      </Stack>
      <DataTable
        label={t('users.title')}
        rows={rows}
        columns={columns}
        rowName={nameOf}
        blocks={list}
        loading={list.isPending}
        error={list.error}
        onRetry={list.retry}
        empty={<NoUsers address={address} />}
        sort={sort}
        onSort={setSort}
        selection={selection}
        onOpen={open}
        actions={actions}
      />
      {count === 1 && Object.keys(filter).length === 0 && <Alone />}
      {everSelected && <BulkBar selection={selection} filter={filter} matching={count} loaded={rows.length} />}
      {everOpened && <UserPanel id={openId} onClose={close} />}
      {dialogs}
    </UserManagement>
  );
}
