import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { AnchorLink } from '../parts/links.tsx';
import { useBusyRun } from '../parts/use-run.ts';
import { paths } from '../paths.ts';
import { useMailContext } from '../queries/mail.ts';
import { useSession } from '../session/session.ts';
import { toast } from '../ui/feedback/toast.tsx';

/** Reminds people of an unproven address, with a way to prove it. */
export function ProofNotice() {
  const { t } = useTranslation();
  const { identity } = useSession();
  const [busy, run] = useBusyRun();
  const mail = useMailContext('signIn');
  if (identity.proven) return null;
  const again = () =>
    run(async () => {
      await ok(api.POST('/v1/proofs'));
      toast(t('shell.proof.sent', { email: identity.email, ...mail }));
    });
  return (
    <Alert color="yellow" mb="lg" py="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 20rem">
          {t('shell.proof.body', { email: identity.email, ...mail })}{' '}
          {mail.context === 'mailbox' && (
            <AnchorLink to={paths.mailbox} underline="always" inherit>
              {t('shell.proof.mailbox')}
            </AnchorLink>
          )}
        </Text>
        <Button size="xs" variant="default" loading={busy} onClick={again}>
          {t('shell.proof.again', mail)}
        </Button>
      </Group>
    </Alert>
  );
}
