import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { InvitationMail } from '../api/types.ts';
import { Mark } from '../ui/mark.tsx';
import { useFormat } from '../ui/values.tsx';

const MAIL_TONE = {
  not_sent: 'neutral',
  queued: 'neutral',
  handed_over: 'info',
  mailbox: 'waiting',
  delayed: 'waiting',
  bounced: 'bad',
  opened: 'good',
  accepted: 'good',
} as const;

function isMailState(state: string): state is keyof typeof MAIL_TONE {
  return state in MAIL_TONE;
}

export function MailBadge({ mail }: { mail: InvitationMail | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!mail) return null;
  const hint = [mail.detail, format.dateTime(mail.at)].filter(Boolean).join(' · ');
  const known = isMailState(mail.state);
  return (
    <Tooltip label={hint}>
      <Mark tone={known ? MAIL_TONE[mail.state] : 'neutral'}>{known ? t(`words.mail.${mail.state}`) : mail.state}</Mark>
    </Tooltip>
  );
}
