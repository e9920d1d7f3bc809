import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { useMailContext } from '../queries/mail.ts';
import { useMay, useSession } from '../session/session.ts';
import { NoticeLine } from '../ui/notice-line.tsx';

const settingOf = (accountId: string) => `muster.unsent-notice.${accountId}`;

/** Tells the Owner and Admins that mails reach nobody while no mail server is set. Put away, it stays away in this browser. */
export function UnsentNotice() {
  const { t } = useTranslation();
  const { may } = useMay();
  const { account } = useSession();
  const setting = settingOf(account.id);
  const [away, setAway] = useState(() => localStorage.getItem(setting) !== null);
  const isKept = useMailContext('invitations').context === 'mailbox';
  if (!isKept || away || !may('account.manage')) return null;
  const putAway = () => {
    localStorage.setItem(setting, 'away');
    setAway(true);
  };
  return (
    <NoticeLine label={t('shell.unsent.label')} tone="neutral" onClose={putAway}>
      {t('shell.unsent.body')}{' '}
      <AnchorLink to={paths.mailbox} underline="always" inherit>
        {t('shell.unsent.mailbox')}
      </AnchorLink>{' '}
      ·{' '}
      <AnchorLink to={paths.mail} underline="always" inherit>
        {t('shell.unsent.setUp')}
      </AnchorLink>
    </NoticeLine>
  );
}
