import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../fields/name.ts';
import { useMay } from '../session/session.ts';
import { useUserActions } from '../users/person/use-user-actions.ts';
import type { UserActionsProps } from '../users/person/user-actions.tsx';
import { UserMenu } from '../users/person/user-menu.tsx';

/** Resend, the one action that people come for, as a button; the others in the menu. */
export function InvitationActions(props: UserActionsProps) {
  const { t } = useTranslation();
  const { mayAccess } = useMay();
  const { resend } = useUserActions();
  const { user } = props;
  const word = t(user.status === 'expired' ? 'users.action.renew' : 'users.action.resend');
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {mayAccess(user) && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`${word}: ${nameOf(user)}`}
          onClick={() => resend(user)}
        >
          {word}
        </Button>
      )}
      <UserMenu {...props} />
    </Group>
  );
}
