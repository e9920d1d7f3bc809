import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { plainFields } from '../../api/generated/fields.ts';
import type { User } from '../../api/types.ts';
import { RoleBadge, StatusBadge, TypeBadge } from '../../fields/badges.tsx';
import { useNames } from '../../fields/catalog.ts';
import { MailBadge } from '../../fields/mail-badge.tsx';
import { Facts } from '../../ui/table/facts.tsx';
import { useFormat, When } from '../../ui/values.tsx';

interface Props {
  user: User;
  /** Also what a form would show, for a person who cannot be edited. */
  all: boolean;
}

/** Facts that cannot be typed: status, role, dates. */
export function UserFacts({ user, all }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { addOnName } = useNames();
  const { status, invitedBy, mail } = user;
  const facts: { label: string; value: ReactNode }[] = [
    {
      label: t('words.field.status'),
      value: (
        <Group gap="xs">
          <StatusBadge status={status} />
          <RoleBadge role={user.role} />
          <TypeBadge type={user.type} />
        </Group>
      ),
    },
    { label: t('words.field.createdAt'), value: <When at={user.createdAt} otherwise="" /> },
    { label: t('words.field.lastSignIn'), value: <When at={user.lastSignInAt} otherwise={t('ui.never')} /> },
  ];
  if (invitedBy) facts.push({ label: t('users.panel.invitedBy'), value: invitedBy.name });
  if (status === 'pending' || status === 'expired') {
    const label = t(status === 'pending' ? 'users.panel.expires' : 'users.panel.expired');
    facts.push({ label, value: <When at={user.expiresAt} otherwise="" /> });
    if (mail) facts.push({ label: t('users.panel.mail'), value: <MailBadge mail={mail} /> });
  }
  if (user.removedAt) {
    facts.push({ label: t('users.panel.removedAt'), value: <When at={user.removedAt} otherwise="" /> });
    facts.push({ label: t('users.panel.purgeAt'), value: <When at={user.purgeAt} otherwise="" /> });
  }
  if (all) {
    facts.push({ label: t('words.field.group'), value: user.group.name });
    for (const field of ['department', ...plainFields] as const)
      if (user[field]) facts.push({ label: t(`words.field.${field}`), value: user[field] });
    if (user.manager) facts.push({ label: t('words.field.manager'), value: user.manager.name });
    if (user.addOns.length > 0)
      facts.push({ label: t('words.field.addOns'), value: format.list(user.addOns.map(addOnName)) });
  }
  return <Facts facts={facts} />;
}
