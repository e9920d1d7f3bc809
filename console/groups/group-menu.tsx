import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { UserGroup } from '../api/types.ts';
import { useRun } from '../parts/use-run.ts';
import { useMay } from '../session/session.ts';
import { toast } from '../ui/feedback/toast.tsx';

interface Props {
  group: UserGroup;
  onRename: (group: UserGroup) => void;
  onDelete: () => void;
}

export function GroupMenu({ group, onRename, onDelete }: Props) {
  const { t } = useTranslation();
  const { may } = useMay();
  const queryClient = useQueryClient();
  const run = useRun();
  const { id, name, isDefault } = group;
  const makeDefault = () =>
    run(async () => {
      await ok(api.PATCH('/v1/account', { body: { defaultGroupId: id } }));
      void queryClient.invalidateQueries();
      toast(t('groups.madeDefault', { name }));
    });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('ui.table.rowActions', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onRename(group)}>{t('groups.rename')}</Menu.Item>
        {!isDefault && may('account.manage') && <Menu.Item onClick={makeDefault}>{t('groups.makeDefault')}</Menu.Item>}
        {isDefault ? (
          <Menu.Label>{t('groups.defaultStays')}</Menu.Label>
        ) : (
          <Menu.Item c="var(--mantine-color-error)" onClick={onDelete}>
            {t('groups.delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
