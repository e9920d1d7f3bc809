import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { Session } from '../api/types.ts';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';

interface Props {
  email?: string;
  onSignedIn: (session: Session) => void;
  children?: ReactNode;
}

export function SignInForm({ email = '', onSignedIn, children }: Props) {
  const { t } = useTranslation();
  const signIn = async (body: { email: string; password: string }) =>
    onSignedIn(await ok(api.POST('/v1/session', { body })));
  const form = useForm({ email, password: '' }, signIn, {}, { guarded: false });
  return (
    <FormView form={form} submit={t('access.signIn.submit')} fullWidth>
      <TextInput
        {...form.field('email')}
        type="email"
        label={t('words.field.email')}
        autoComplete="username"
        autoFocus={email === ''}
        required
      />
      <Password
        {...form.field('password')}
        label={t('words.field.password')}
        autoComplete="current-password"
        autoFocus={email !== ''}
        data-autofocus={email !== '' || undefined}
      />
      {children}
    </FormView>
  );
}
