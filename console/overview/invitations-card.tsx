import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Account, Overview } from '../api/types.ts';
import { mailQueueQuery } from '../invitations/queries.ts';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Section } from '../ui/section.tsx';
import { Line } from './line.tsx';
import styles from './overview.module.css';

interface Props {
  account: Account;
  overview: Overview;
}

/** Invitations that need attention: they end soon, have ended, or did not arrive. */
export function InvitationsCard({ account: { counts }, overview: { expiring, failedMails } }: Props) {
  const { t } = useTranslation();
  const { data: queue } = useQuery(mailQueueQuery);
  const { bounced, delayed, checked } = failedMails;
  return (
    <Section
      title={t('overview.invitations.title')}
      action={
        <AnchorLink to={paths.pending} size="sm">
          {t('overview.invitations.all')}
        </AnchorLink>
      }
    >
      <ul className={styles['list']}>
        <Line
          to={paths.pending}
          search={{ expiresBefore: '3d', sort: 'expiresAt' }}
          label={t('overview.invitations.expiring')}
          value={expiring}
        />
        <Line
          to={paths.pending}
          search={{ mailState: ['bounced'] }}
          label={t('overview.invitations.bounced')}
          value={bounced}
        />
        <Line
          to={paths.pending}
          search={{ mailState: ['delayed'] }}
          label={t('overview.invitations.delayed')}
          value={delayed}
        />
        <Line
          to={paths.pending}
          search={{ status: ['expired'] }}
          label={t('overview.invitations.expired')}
          value={counts.expired}
        />
      </ul>
      {checked < counts.pending && (
        <Text size="sm" c="dimmed">
          {t('overview.invitations.checked', { count: checked })}
        </Text>
      )}
      {queue && queue.waiting > 0 && (
        <Text size="sm" c="dimmed">
          {t('pending.queue.waits', { count: queue.waiting })}
        </Text>
      )}
    </Section>
  );
}
