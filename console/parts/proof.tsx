import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { paths } from '../paths.ts';
import { useMailContext } from '../queries/mail.ts';
import { useSession } from '../session/session.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { AnchorLink } from './links.tsx';
import { useBusyRun } from './use-run.ts';

/** Where the link is that confirms the address, and what it is for. */
export function ProofWords() {
  const { t } = useTranslation();
  const { identity } = useSession();
  const mail = useMailContext('signIn');
  return (
    <>
      {t('shell.proof.body', { email: identity.email, ...mail })}{' '}
      {mail.context === 'mailbox' && (
        <AnchorLink to={paths.mailbox} underline="always" inherit>
          {t('shell.proof.mailbox')}
        </AnchorLink>
      )}
    </>
  );
}

export function NewProofButton() {
  const { t } = useTranslation();
  const { identity } = useSession();
  const mail = useMailContext('signIn');
  const [busy, run] = useBusyRun();
  const again = () =>
    run(async () => {
      await ok(api.POST('/v1/proofs'));
      toast(t('shell.proof.sent', { email: identity.email, ...mail }));
    });
  return (
    <Button size="compact-xs" variant="default" loading={busy} onClick={again}>
      {t('shell.proof.again', mail)}
    </Button>
  );
}
