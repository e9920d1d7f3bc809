import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserGroup } from '../api/types.ts';
import { ForPermission } from '../parts/states.tsx';
import { groupsQuery } from '../queries/groups.ts';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { DataTable } from '../ui/table/table.tsx';
import { useGroupColumns } from './columns.tsx';
import { DeleteGroup } from './delete-group.tsx';
import { GroupDialog } from './group-dialog.tsx';
import { GroupMenu } from './group-menu.tsx';

export function GroupsPage() {
  return (
    <ForPermission permission="groups.read">
      <Groups />
    </ForPermission>
  );
}

type Open = { what: 'create' } | { what: 'rename' | 'delete'; group: UserGroup } | null;

function Groups() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(groupsQuery);
  const [open, setOpen] = useState<Open>(null);
  const columns = useGroupColumns();
  const groups = useMemo(() => data?.data ?? [], [data]);
  const create = () => setOpen({ what: 'create' });
  useShortcuts([{ key: 'a', label: t('groups.create'), run: create }]);
  const rename = useCallback((group: UserGroup) => setOpen({ what: 'rename', group }), []);
  const actions = useCallback(
    (group: UserGroup) => (
      <GroupMenu group={group} onRename={rename} onDelete={() => setOpen({ what: 'delete', group })} />
    ),
    [rename],
  );
  const close = () => setOpen(null);
  return (
    <Page
      title={t('groups.title')}
      description={t('groups.body')}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>
          {t('groups.create')}
        </Button>
      }
    >
      <DataTable
        label={t('groups.title')}
        rows={groups}
        columns={columns}
        rowName={({ name }) => name}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={<Empty icon={<IconUsersGroup aria-hidden />} title={t('groups.none')} />}
        onOpen={rename}
        actions={actions}
      />
      {open?.what === 'create' && <GroupDialog onClose={close} />}
      {open?.what === 'rename' && <GroupDialog group={open.group} onClose={close} />}
      {open?.what === 'delete' && <DeleteGroup group={open.group} onClose={close} />}
    </Page>
  );
}
