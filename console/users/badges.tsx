import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Mail, Role, Status, TypeKey } from '../api/types.ts';
import { Mark, type Tone } from '../ui/mark.tsx';
import { useFormat } from '../ui/values.tsx';
import { catalogQuery, useNames } from './catalog.ts';

/* Every type, role, status and mail state looks the same wherever it appears. */

export function TypeBadge({ type }: { type: TypeKey }) {
  const { typeName } = useNames();
  const { data } = useQuery(catalogQuery);
  const paid = data?.types.find(({ key }) => key === type)?.paid ?? false;
  return <Mark tone={paid ? 'info' : 'neutral'}>{typeName(type)}</Mark>;
}

const ROLE_TONE: Record<Role, Tone> = { owner: 'special', admin: 'info', member: 'neutral' };

export function RoleBadge({ role }: { role: Role }) {
  const { t } = useTranslation();
  return <Mark tone={ROLE_TONE[role]}>{t(`words.role.${role}`)}</Mark>;
}

const STATUS_TONE: Record<Status, Tone> = {
  pending: 'waiting',
  active: 'good',
  deactivated: 'neutral',
  expired: 'neutral',
  removed: 'bad',
};

export function StatusBadge({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <Mark tone={STATUS_TONE[status]}>{t(`words.status.${status}`)}</Mark>;
}

const MAIL_TONE = {
  queued: 'neutral',
  handed_over: 'info',
  delayed: 'waiting',
  bounced: 'bad',
  opened: 'good',
  accepted: 'good',
} as const;

function isMailState(state: string): state is keyof typeof MAIL_TONE {
  return state in MAIL_TONE;
}

export function MailBadge({ mail }: { mail: Mail | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!mail) return null;
  const hint = [mail.detail, format.dateTime(mail.at)].filter(Boolean).join(' · ');
  if (!isMailState(mail.state))
    return (
      <Mark tone="neutral" hint={hint}>
        {mail.state}
      </Mark>
    );
  return (
    <Mark tone={MAIL_TONE[mail.state]} hint={hint}>
      {t(`words.mail.${mail.state}`)}
    </Mark>
  );
}
