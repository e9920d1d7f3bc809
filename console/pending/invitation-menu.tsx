import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { User } from '../api/types.ts';
import { nameOf } from '../fields/name.ts';
import { useMay } from '../session/session.ts';
import { useUserActions } from '../users/person/use-user-actions.ts';

interface Props {
  user: User;
  onFix: (user: User) => void;
}

/** The actions on one invitation. */
export function InvitationMenu({ user, onFix }: Props) {
  const { t } = useTranslation();
  const { mayAccess } = useMay();
  const { resend, copyLink, remove } = useUserActions();
  if (!mayAccess(user)) return null;
  const expired = user.status === 'expired';
  return (
    <Menu position="bottom-end" width={200} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('ui.table.rowActions', { name: nameOf(user) })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => resend(user)}>
          {t(
            expired
              ? 'pending.action.renew'
              : user.mail?.state === 'not_sent'
                ? 'pending.action.send'
                : 'pending.action.resend',
          )}
        </Menu.Item>
        {!expired && <Menu.Item onClick={() => copyLink(user)}>{t('pending.action.copyLink')}</Menu.Item>}
        {!expired && <Menu.Item onClick={() => onFix(user)}>{t('pending.action.fix')}</Menu.Item>}
        <Menu.Item color="red" onClick={() => remove(user)}>
          {t(expired ? 'pending.action.remove' : 'pending.action.revoke')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
