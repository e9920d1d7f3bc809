import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../api/keys.ts';
import type { User } from '../api/types.ts';
import { nameOf } from '../fields/name.ts';
import { MailQueueBar } from '../invitations/mail-queue-bar.tsx';
import { ForPermission } from '../parts/states.tsx';
import { paths } from '../paths.ts';
import { userCountQuery, usersQuery } from '../queries/users.ts';
import { DataTable } from '../ui/table/table.tsx';
import { useSelection } from '../ui/table/use-selection.ts';
import { ActiveFilters } from '../users/list/filter-bar.tsx';
import { UserManagement } from '../users/list/user-management.tsx';
import { usePersonDialogs } from '../users/person/use-person-dialogs.tsx';
import { UserPanel } from '../users/person/user-panel.tsx';
import { InvitationActions } from './invitation-actions.tsx';
import { NoInvitations } from './no-invitations.tsx';
import { usePendingColumns } from './pending-columns.tsx';
import { PendingTools } from './pending-tools.tsx';
import { Schedules } from './schedules.tsx';
import { SelectedInvitations } from './selected-invitations.tsx';
import { useFreshInvitations } from './use-fresh-invitations.ts';
import { usePendingAddress } from './use-pending-address.ts';

export function PendingPage() {
  return (
    <ForPermission permission="invitations.manage">
      <UserManagement>
        <Invitations />
      </UserManagement>
    </ForPermission>
  );
}

function Invitations() {
  const { t } = useTranslation();
  const address = usePendingAddress();
  const { where, sort, status, user: openId, setSort, close } = address;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { onErase, onFix, dialogs } = usePersonDialogs();
  const query = useInfiniteQuery(usersQuery(where, sort));
  const { data: count } = useQuery(userCountQuery(where));
  useFreshInvitations(query.data?.pages.length ?? 0);
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const selection = useSelection(ids, JSON.stringify(where));
  const columns = usePendingColumns(status, onFix);
  const open = useCallback(
    (user: User) => {
      queryClient.setQueryData(keys.user(user.id), user); // the list's data is shown at once
      void navigate({ to: paths.pending, search: (before) => ({ ...before, user: user.id }), resetScroll: false });
    },
    [navigate, queryClient],
  );
  const actions = useCallback(
    (user: User) => <InvitationActions user={user} onEdit={open} onErase={onErase} onFix={onFix} />,
    [open, onErase, onFix],
  );
  return (
    <>
      <PendingTools address={address} count={count} />
      <Schedules />
      <MailQueueBar />
      <ActiveFilters address={address} count={count} />
      <DataTable
        label={t('pending.list')}
        rows={rows}
        columns={columns}
        rowName={nameOf}
        loading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={<NoInvitations address={address} />}
        sort={sort}
        onSort={setSort}
        selection={selection}
        onOpen={open}
        actions={actions}
        more={{ has: query.hasNextPage, busy: query.isFetchingNextPage, load: () => void query.fetchNextPage() }}
      />
      <SelectedInvitations selection={selection} filter={where} matching={count} loaded={rows.length} />
      <UserPanel id={openId} onClose={close} />
      {dialogs}
    </>
  );
}
