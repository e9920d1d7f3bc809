import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../fields/name.ts';
import { type UserAction, useOffered } from '../users/person/use-offered.ts';
import { useUserActions } from '../users/person/use-user-actions.ts';
import type { UserActionsProps } from '../users/person/user-actions.tsx';
import { UserMenu } from '../users/person/user-menu.tsx';

/** The actions that mail an invitation. One at most is offered. */
const SENDING: readonly UserAction[] = ['send', 'resend', 'renew'];

/** Resend, the one action that people come for, as a button; the others in the menu. */
export function InvitationActions(props: UserActionsProps) {
  const { t } = useTranslation();
  const { resend } = useUserActions();
  const { user } = props;
  const action = useOffered()(user).find((offered) => SENDING.includes(offered));
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {action && (
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`${t(`users.action.${action}`)}: ${nameOf(user)}`}
          onClick={() => resend(user)}
        >
          {t(`users.action.${action}`)}
        </Button>
      )}
      <UserMenu {...props} />
    </Group>
  );
}
