import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { UserGroup } from '../api/types.ts';
import { useChange } from '../changes/use-change.ts';
import { groupsQuery } from '../queries/groups.ts';
import { Confirm } from '../ui/feedback/confirm.tsx';

/** Says how many people move to the default group before the group is deleted. */
export function DeleteGroup({ group, onClose }: { group: UserGroup; onClose: () => void }) {
  const { t } = useTranslation();
  const { tellOf } = useChange();
  const { data } = useQuery(groupsQuery);
  const target = data?.data.find(({ isDefault }) => isDefault)?.name ?? '';
  const { name, members } = group;
  const remove = async () => {
    const { moved } = await ok(api.DELETE('/v1/groups/{id}', { params: { path: { id: group.id } } }));
    // The group cannot be restored, so moving the people back is not offered.
    tellOf(moved > 0 ? t('groups.deletedMoved', { name, count: moved, target }) : t('groups.deleted', { name }), null);
  };
  return (
    <Confirm
      opened
      onClose={onClose}
      title={t('groups.deleteTitle', { name })}
      confirm={t('groups.delete')}
      danger
      onConfirm={remove}
    >
      {members > 0 ? t('groups.deleteMoves', { count: members, target }) : t('groups.deleteEmpty')}
    </Confirm>
  );
}
