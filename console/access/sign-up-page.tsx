import { Group, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { AnchorLink, ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { atNewPassword } from '../session/at-password.ts';
import { useEnter } from '../session/session.ts';
import { CardPage } from '../ui/card-page.tsx';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Loading } from '../ui/loading.tsx';
import { signUpQuery } from './queries.ts';

export function SignUpPage() {
  const { t } = useTranslation();
  const signUp = useQuery(signUpQuery);
  const brand = t('shell.product');
  if (signUp.data && !signUp.data.open) {
    return (
      <CardPage brand={brand} title={t('access.signUp.closedTitle')} body={t('access.signUp.closedBody')}>
        <ButtonLink to={paths.signIn}>{t('access.signUp.signIn')}</ButtonLink>
      </CardPage>
    );
  }
  return (
    <CardPage
      brand={brand}
      title={t('access.signUp.title')}
      body={t('access.signUp.body')}
      footer={
        <>
          {t('access.signUp.have')}{' '}
          <AnchorLink to={paths.signIn} underline="always">
            {t('access.signUp.signIn')}
          </AnchorLink>
        </>
      }
    >
      {signUp.isPending && <Loading />}
      {signUp.isError && <ErrorPanel error={signUp.error} onRetry={() => void signUp.refetch()} />}
      {signUp.data && <SignUpForm codeNeeded={signUp.data.codeNeeded} />}
    </CardPage>
  );
}

const BLANK = { accountName: '', firstName: '', lastName: '', email: '', password: '', setUpCode: '' };

function SignUpForm({ codeNeeded }: { codeNeeded: boolean }) {
  const { t } = useTranslation();
  const enter = useEnter();
  const navigate = useNavigate();
  const form = useForm(
    BLANK,
    async ({ setUpCode, ...values }) => {
      const body = codeNeeded ? { ...values, setUpCode } : values;
      enter(await ok(api.POST('/v1/sign-up', { body })));
      await navigate({ to: paths.home });
    },
    { ...atNewPassword('password'), set_up_code_wrong: 'setUpCode', email_invalid: 'email' },
  );
  return (
    <FormView form={form} submit={t('access.signUp.submit')} fullWidth>
      {codeNeeded && (
        <TextInput
          {...form.field('setUpCode')}
          label={t('access.signUp.setUpCode')}
          description={t('access.signUp.setUpCodeHint')}
          autoComplete="off"
          required
        />
      )}
      <TextInput
        {...form.field('accountName')}
        label={t('access.signUp.accountName')}
        description={t('access.signUp.accountNameHint')}
        autoComplete="organization"
        required
      />
      <Group grow align="flex-start">
        <TextInput {...form.field('firstName')} label={t('words.field.firstName')} autoComplete="given-name" required />
        <TextInput {...form.field('lastName')} label={t('words.field.lastName')} autoComplete="family-name" required />
      </Group>
      <TextInput
        {...form.field('email')}
        type="email"
        label={t('words.field.email')}
        autoComplete="username"
        required
      />
      <Password
        {...form.field('password')}
        label={t('words.field.password')}
        description={t('access.signUp.passwordHint')}
        autoComplete="new-password"
      />
    </FormView>
  );
}
