import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { User } from '../api/types.ts';
import { nameOf } from './name.ts';
import { type UserAction, useOffered, useUserActions } from './use-user-actions.ts';

interface Props {
  user: User;
  onEdit: (user: User) => void;
  onErase: (user: User) => void;
}

const DANGEROUS: readonly UserAction[] = ['revoke', 'remove', 'erase'];

/** Everything one may do to the person of this row. */
export function UserMenu({ user, onEdit, onErase }: Props) {
  const { t } = useTranslation();
  const offered = useOffered()(user);
  const actions = useUserActions();
  if (offered.length === 0) return null;
  const runs: Record<UserAction, () => void> = {
    edit: () => onEdit(user),
    resend: () => actions.resend(user),
    renew: () => actions.resend(user),
    copyLink: () => actions.copyLink(user),
    makeAdmin: () => actions.setRole(user, 'admin'),
    makeMember: () => actions.setRole(user, 'member'),
    deactivate: () => actions.setStatus(user, 'deactivated'),
    reactivate: () => actions.setStatus(user, 'active'),
    revoke: () => actions.remove(user),
    remove: () => actions.remove(user),
    restore: () => actions.restore(user),
    erase: () => onErase(user),
  };
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('ui.table.rowActions', { name: nameOf(user) })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {offered.map((action) => (
          <Menu.Item
            key={action}
            onClick={runs[action]}
            {...(DANGEROUS.includes(action) && { c: 'var(--mantine-color-error)' })}
          >
            {t(`users.action.${action}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
