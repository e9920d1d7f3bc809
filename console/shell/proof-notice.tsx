import { Anchor } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { AnchorLink } from '../parts/links.tsx';
import { useBusyRun } from '../parts/use-run.ts';
import { paths } from '../paths.ts';
import { useMailContext } from '../queries/mail.ts';
import { useSession } from '../session/session.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { NoticeLine } from '../ui/notice-line.tsx';

const settingOf = (email: string) => `muster.proof-notice.${email}`;

/** Reminds people of an unproven address, with a way to prove it. Put away, it stays away until the browser is closed. */
export function ProofNotice() {
  const { t } = useTranslation();
  const { identity } = useSession();
  const setting = settingOf(identity.email);
  const [away, setAway] = useState(() => sessionStorage.getItem(setting) !== null);
  const [busy, run] = useBusyRun();
  const mail = useMailContext('signIn');
  if (identity.proven || away) return null;
  const again = () =>
    run(async () => {
      await ok(api.POST('/v1/proofs'));
      toast(t('shell.proof.sent', { email: identity.email, ...mail }));
    });
  const putAway = () => {
    sessionStorage.setItem(setting, 'away');
    setAway(true);
  };
  return (
    <NoticeLine
      label={t('shell.proof.label')}
      tone="waiting"
      onClose={putAway}
      action={
        <Anchor component="button" type="button" inherit underline="always" disabled={busy} onClick={again}>
          {t('shell.proof.again', mail)}
        </Anchor>
      }
    >
      {t('shell.proof.body', { email: identity.email, ...mail })}{' '}
      {mail.context === 'mailbox' && (
        <AnchorLink to={paths.mailbox} underline="always" inherit>
          {t('shell.proof.mailbox')}
        </AnchorLink>
      )}
    </NoticeLine>
  );
}
