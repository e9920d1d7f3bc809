import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ForPermission } from '../parts/states.tsx';
import { accountQuery } from '../queries/account.ts';
import { groupsQuery } from '../queries/groups.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { UserManagement } from '../users/list/user-management.tsx';
import { DefaultGroup } from './default-group.tsx';
import { MoveGroup } from './move-group.tsx';
import { Types } from './types.tsx';

export function AdvancedPage() {
  return (
    <ForPermission permission="users.read">
      <UserManagement>
        <Advanced />
      </UserManagement>
    </ForPermission>
  );
}

function Advanced() {
  const account = useQuery(accountQuery);
  const groups = useQuery(groupsQuery);
  const error = account.error ?? groups.error;
  const retry = () => {
    void account.refetch();
    void groups.refetch();
  };
  if (account.data && groups.data)
    return (
      <Stack gap="lg" maw={960}>
        <Types account={account.data} />
        <DefaultGroup
          key={account.data.defaultGroupId}
          present={account.data.defaultGroupId}
          groups={groups.data.data}
        />
        <MoveGroup groups={groups.data.data} />
      </Stack>
    );
  return error ? <ErrorPanel error={error} onRetry={retry} /> : <Loading />;
}
