import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { atNewPassword } from '../session/at-password.ts';
import { useEnter } from '../session/session.ts';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { LinkPage } from './link-page.tsx';
import { resetQuery } from './queries.ts';

const route = getRouteApi(paths.reset);

export function ResetPage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const query = useQuery(resetQuery(token));
  const next = <ButtonLink to={paths.forgotten}>{t('access.reset.deadNext')}</ButtonLink>;
  return (
    <LinkPage query={query} title={t('access.reset.title')} dead={{ title: t('access.reset.deadTitle'), next }}>
      {({ email }) => <ResetForm token={token} email={email} />}
    </LinkPage>
  );
}

function ResetForm({ token, email }: { token: string; email: string }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const navigate = useNavigate();
  const form = useForm(
    { password: '' },
    async (body) => {
      enter(await ok(api.POST('/v1/password-resets/{token}', { params: { path: { token } }, body })));
      await navigate({ to: paths.home });
    },
    atNewPassword('password'),
  );
  return (
    <FormView form={form} submit={t('access.reset.submit')} fullWidth>
      <Text c="dimmed">{t('access.reset.body', { email })}</Text>
      <input type="hidden" name="username" value={email} autoComplete="username" />
      <Password
        {...form.field('password')}
        label={t('access.reset.next')}
        description={t('access.signUp.passwordHint')}
        autoComplete="new-password"
        autoFocus
      />
    </FormView>
  );
}
