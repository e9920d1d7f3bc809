import { Alert, Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { useBusyRun } from '../parts/use-run.ts';
import { useSession } from '../session/session.ts';
import { toast } from '../ui/feedback/toast.tsx';

/** Reminds people of an unproven address, with a way to prove it. */
export function ProofNotice() {
  const { t } = useTranslation();
  const { identity } = useSession();
  const [busy, run] = useBusyRun();
  if (identity.proven) return null;
  const again = () =>
    run(async () => {
      await ok(api.POST('/v1/proofs'));
      toast(t('shell.proof.sent', { email: identity.email }));
    });
  return (
    <Alert color="yellow" mb="lg" py="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm">{t('shell.proof.body', { email: identity.email })}</Text>
        <Button size="xs" variant="default" loading={busy} onClick={again}>
          {t('shell.proof.again')}
        </Button>
      </Group>
    </Alert>
  );
}
