import { Anchor, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../api/types.ts';
import { TypeBadge } from '../fields/badges.tsx';
import { MailBadge } from '../fields/mail-badge.tsx';
import { nameOf } from '../fields/name.ts';
import { useMay } from '../session/session.ts';
import type { Column } from '../ui/table/column.ts';
import { useFormat, When } from '../ui/values.tsx';
import { personColumn } from '../users/list/columns.tsx';

/** The invited person, the inviter, the dates, and the state of the mail. */
export function usePendingColumns(status: 'pending' | 'expired', onFix: (user: User) => void): Column<User>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      personColumn(t),
      { key: 'type', title: t('words.field.type'), render: ({ type }) => <TypeBadge type={type} /> },
      { key: 'mail', title: t('pending.column.mail'), render: (user) => <MailCell user={user} onFix={onFix} /> },
      {
        key: 'invitedBy',
        title: t('pending.column.invitedBy'),
        render: ({ invitedBy }) => (
          <Text size="sm" maw={160} truncate title={invitedBy?.name}>
            {invitedBy?.name ?? t('pending.nobody')}
          </Text>
        ),
      },
      {
        key: 'invitedAt',
        title: t('pending.column.invitedAt'),
        sort: 'createdAt',
        render: ({ invitedAt }) => <When at={invitedAt} otherwise="" />,
      },
      {
        key: 'expiresAt',
        title: t(status === 'expired' ? 'pending.column.expiredAt' : 'pending.column.expiresAt'),
        sort: 'expiresAt',
        render: ({ expiresAt }) => <When at={expiresAt} otherwise="" />,
      },
    ],
    [t, status, onFix],
  );
}

/** A bounced mail shows the mail server's message, with a button to fix the address. */
function MailCell({ user, onFix }: { user: User; onFix: (user: User) => void }) {
  const { t } = useTranslation();
  const { mayAccess } = useMay();
  const format = useFormat();
  const { mail } = user;
  if (!mail) return <Text size="sm">{t('pending.noMail')}</Text>;
  const bounced = mail.state === 'bounced';
  const told = (bounced || mail.state === 'delayed') && mail.detail;
  return (
    <Stack gap={2} align="flex-start">
      <MailBadge mail={mail} />
      {mail.sendAt && (
        <Text size="xs" c="dimmed">
          {t('pending.goesOut', { date: format.dateTime(mail.sendAt) })}
        </Text>
      )}
      {told && (
        <Text
          size="xs"
          maw={220}
          lineClamp={2}
          title={told}
          {...(bounced ? { c: 'var(--mantine-color-error)' } : { c: 'dimmed' })}
        >
          {told}
        </Text>
      )}
      {bounced && mayAccess(user) && (
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => onFix(user)}
          aria-label={`${t('pending.fix')}: ${nameOf(user)}`}
        >
          {t('pending.fix')}
        </Anchor>
      )}
    </Stack>
  );
}
