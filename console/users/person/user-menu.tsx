import { useTranslation } from 'react-i18next';
import { nameOf } from '../../fields/name.ts';
import { later } from '../../ui/later.tsx';
import { Opener } from '../../ui/overlay/opener.tsx';
import { useOffered } from './use-offered.ts';
import type { UserActionsProps } from './user-actions.tsx';

const Actions = later(async () => (await import('./user-actions.tsx')).UserActions);

/** Everything that the signed-in person may do to the person of this row. */
export function UserMenu({ user, ...on }: UserActionsProps) {
  const { t } = useTranslation();
  const offered = useOffered()(user);
  if (offered.length === 0) return null;
  return (
    <Opener
      opens="menu"
      button={
        <button
          type="button"
          className="muster-dots mantine-focus-auto"
          aria-label={t('ui.table.rowActions', { name: nameOf(user) })}
        />
      }
    >
      {(at) => <Actions at={at} offered={offered} user={user} {...on} />}
    </Opener>
  );
}
