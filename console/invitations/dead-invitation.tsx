import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { ApiError } from '../api/error.ts';
import { ButtonLink } from '../parts/links.tsx';
import { useBusyRun } from '../parts/use-run.ts';
import { paths } from '../paths.ts';
import { useMailContext } from '../queries/mail.ts';
import { CardPage } from '../ui/card-page.tsx';

const KNOWN = ['invitation_expired', 'invitation_used', 'invitation_revoked', 'invitation_replaced'] as const;

/** Says why an invitation no longer works, and offers the next step. */
export function DeadInvitation({ token, error }: { token: string; error: ApiError }) {
  const { t } = useTranslation();
  const [requested, setRequested] = useState(false);
  const mail = useMailContext('signIn');
  const brand = t('shell.product');
  if (requested) {
    return (
      <CardPage
        key="requested"
        brand={brand}
        title={t('access.welcome.requestedTitle', mail)}
        body={t('access.welcome.requestedBody', mail)}
      />
    );
  }
  const state = KNOWN.find((code) => code === error.code) ?? 'unknown';
  return (
    <CardPage
      key={state}
      brand={brand}
      title={t(`access.welcome.dead.${state}.title`)}
      body={t(`access.welcome.dead.${state}.body`)}
    >
      {state === 'invitation_expired' && <AskAgain token={token} onAsked={() => setRequested(true)} />}
      {state === 'invitation_used' && <ButtonLink to={paths.signIn}>{t('access.welcome.signIn')}</ButtonLink>}
    </CardPage>
  );
}

function AskAgain({ token, onAsked }: { token: string; onAsked: () => void }) {
  const { t } = useTranslation();
  const [busy, run] = useBusyRun();
  const ask = () =>
    run(async () => {
      await ok(api.POST('/v1/invitations/{token}/request', { params: { path: { token } } }));
      onAsked();
    });
  return (
    <Button loading={busy} onClick={ask}>
      {t('access.welcome.request')}
    </Button>
  );
}
