import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { User } from '../../api/types.ts';
import { MenuAt } from '../../ui/overlay/menu.tsx';
import type { Opening } from '../../ui/overlay/opener.tsx';
import { DANGEROUS, type OnPerson, useActionRuns } from './use-action-runs.ts';
import type { UserAction } from './use-offered.ts';

export type UserActionsProps = OnPerson & { user: User };

/** The entries of a row's menu, and their actions. */
export function UserActions({
  at,
  offered,
  user,
  ...on
}: UserActionsProps & { at: Opening; offered: readonly UserAction[] }) {
  const { t } = useTranslation();
  const runs = useActionRuns(on)(user);
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
