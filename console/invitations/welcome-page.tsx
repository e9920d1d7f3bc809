import { Group, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { ApiError } from '../api/error.ts';
import type { Invitation } from '../api/types.ts';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { atNewPassword } from '../session/at-password.ts';
import { useEnter } from '../session/session.ts';
import { CardPage } from '../ui/card-page.tsx';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Loading } from '../ui/loading.tsx';
import { useFormat } from '../ui/values.tsx';
import { DeadInvitation } from './dead-invitation.tsx';
import { invitationQuery } from './queries.ts';

const route = getRouteApi(paths.welcome);

export function WelcomePage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const query = useQuery(invitationQuery(token));
  const brand = t('shell.product');
  if (query.isSuccess) return <JoinPage token={token} invitation={query.data} onDead={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <CardPage brand={brand} title={brand}>
        <Loading />
      </CardPage>
    );
  }
  if (query.error instanceof ApiError && (query.error.status === 404 || query.error.status === 410)) {
    return <DeadInvitation token={token} error={query.error} />;
  }
  return (
    <CardPage brand={brand} title={brand}>
      <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
    </CardPage>
  );
}

function JoinPage({ token, invitation, onDead }: { token: string; invitation: Invitation; onDead: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { accountName: account, invitedBy: by, email, expiresAt } = invitation;
  return (
    <CardPage
      brand={t('shell.product')}
      title={t('access.welcome.title', { account })}
      body={
        by ? t('access.welcome.body', { by, account, email }) : t('access.welcome.bodyOfNobody', { account, email })
      }
      footer={
        <Text c="dimmed" size="sm">
          {t('access.welcome.until', { date: format.dateTime(expiresAt) })}
        </Text>
      }
    >
      <JoinForm token={token} invitation={invitation} onDead={onDead} />
    </CardPage>
  );
}

function JoinForm({ token, invitation, onDead }: { token: string; invitation: Invitation; onDead: () => void }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const navigate = useNavigate();
  const known = invitation.identity === 'known';
  const { firstName, lastName } = invitation;
  const form = useForm(
    { firstName, lastName, password: '' },
    async (body) => {
      try {
        enter(await ok(api.POST('/v1/invitations/{token}/accept', { params: { path: { token } }, body })));
      } catch (error) {
        // It may have expired, or been accepted in another window, while this page was open.
        if (error instanceof ApiError && error.status === 410) return onDead();
        throw error;
      }
      toast(t('access.welcome.done', { account: invitation.accountName }));
      await navigate({ to: paths.home });
    },
    atNewPassword('password'),
  );
  return (
    <FormView form={form} submit={t('access.welcome.submit')} fullWidth>
      <Group grow align="flex-start">
        <TextInput {...form.field('firstName')} label={t('words.field.firstName')} autoComplete="given-name" required />
        <TextInput {...form.field('lastName')} label={t('words.field.lastName')} autoComplete="family-name" required />
      </Group>
      {known && <Text size="sm">{t('access.welcome.known')}</Text>}
      {invitation.via === 'copy' && (
        <Text size="sm">{t('access.welcome.copied', { account: invitation.accountName })}</Text>
      )}
      <Password
        {...form.field('password')}
        label={t(known ? 'words.field.password' : 'access.welcome.newPassword')}
        {...(known ? {} : { description: t('access.signUp.passwordHint') })}
        autoComplete={known ? 'current-password' : 'new-password'}
      />
      {known && (
        <AnchorLink to={paths.forgotten} size="sm">
          {t('access.welcome.forgotten')}
        </AnchorLink>
      )}
    </FormView>
  );
}
