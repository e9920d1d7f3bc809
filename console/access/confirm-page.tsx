import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { atNewPassword } from '../session/at-password.ts';
import { useEnter } from '../session/session.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { LinkPage } from './link-page.tsx';
import { proofQuery } from './queries.ts';

const route = getRouteApi(paths.confirm);

export function ConfirmPage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const query = useQuery(proofQuery(token));
  const next = <ButtonLink to={paths.home}>{t('access.confirm.deadNext')}</ButtonLink>;
  return (
    <LinkPage query={query} title={t('access.confirm.title')} dead={{ title: t('access.confirm.deadTitle'), next }}>
      {(proof) => <ConfirmForm token={token} {...proof} />}
    </LinkPage>
  );
}

function ConfirmForm({ token, email, passwordNeeded }: { token: string; email: string; passwordNeeded: boolean }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const navigate = useNavigate();
  const form = useForm(
    { password: '' },
    async ({ password }) => {
      const body = passwordNeeded ? { password } : {};
      enter(await ok(api.POST('/v1/proofs/{token}', { params: { path: { token } }, body })));
      toast(t('access.confirm.done'));
      await navigate({ to: paths.home });
    },
    atNewPassword('password'),
  );
  return (
    <FormView form={form} submit={t('access.confirm.submit')} fullWidth>
      <Text c="dimmed">{t(passwordNeeded ? 'access.confirm.bodyPassword' : 'access.confirm.body', { email })}</Text>
      {passwordNeeded && (
        <Password
          {...form.field('password')}
          label={t('words.field.password')}
          description={t('access.signUp.passwordHint')}
          autoComplete="new-password"
          autoFocus
        />
      )}
    </FormView>
  );
}
