import { Button, Stack } from '@mantine/core';
import { IconLock, IconMoodEmpty } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/error.ts';
import type { Permission } from '../api/types.ts';
import { paths } from '../paths.ts';
import { useMay, useSession } from '../session/session.ts';
import { Empty } from '../ui/empty.tsx';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { PageTitle } from '../ui/page.tsx';
import { ButtonLink } from './links.tsx';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <>
      <title>{`${t('shell.notFound.title')} · Muster`}</title>
      <Empty
        icon={<IconMoodEmpty aria-hidden />}
        title={<PageTitle>{t('shell.notFound.title')}</PageTitle>}
        body={t('shell.notFound.body')}
        action={<ButtonLink to={paths.home}>{t('shell.notFound.home')}</ButtonLink>}
      />
    </>
  );
}

/** A page that failed. A server's answer is shown as such; anything else is a bug. */
export function Crashed({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation();
  const retry = error instanceof ApiError ? reset : undefined;
  return (
    <Stack p="xl" maw={640} mx="auto" component="main">
      <ErrorPanel
        error={error instanceof ApiError ? error : null}
        {...(retry ? { onRetry: retry } : { title: t('ui.errors.crashed') })}
      />
      {!retry && (
        <Button variant="default" onClick={() => window.location.reload()}>
          {t('ui.errors.reload')}
        </Button>
      )}
    </Stack>
  );
}

/** Shows a page to people with its permission, and tells others who to ask. */
export function ForPermission({ permission, children }: { permission: Permission; children: ReactNode }) {
  const { t } = useTranslation();
  const { account } = useSession();
  const { may } = useMay();
  if (may(permission)) return children;
  return (
    <Empty
      icon={<IconLock aria-hidden />}
      title={<PageTitle>{t('shell.notAllowed.title')}</PageTitle>}
      body={t('shell.notAllowed.body', { account: account.name })}
      action={<ButtonLink to={paths.profile}>{t('shell.nav.profile')}</ButtonLink>}
    />
  );
}
