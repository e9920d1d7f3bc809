import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types.ts';
import { MenuAt } from '../../ui/overlay/menu.tsx';
import type { Opening } from '../../ui/overlay/opener.tsx';
import type { UserAction } from './use-offered.ts';
import { useUserActions } from './use-user-actions.ts';

export interface UserActionsProps {
  user: User;
  onEdit: (user: User) => void;
  onErase: (user: User) => void;
}

const DANGEROUS: readonly UserAction[] = ['revoke', 'remove', 'erase'];

/** The entries of a row's menu, and their actions. */
export function UserActions({
  at,
  offered,
  user,
  onEdit,
  onErase,
}: UserActionsProps & { at: Opening; offered: readonly UserAction[] }) {
  const { t } = useTranslation();
  const actions = useUserActions();
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
    <MenuAt at={at} position="bottom-end" width={220}>
      {offered.map((action) => (
        <Menu.Item
          key={action}
          onClick={runs[action]}
          {...(DANGEROUS.includes(action) && { c: 'var(--mantine-color-error)' })}
        >
          {t(`users.action.${action}`)}
        </Menu.Item>
      ))}
    </MenuAt>
  );
}
