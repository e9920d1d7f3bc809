import { Alert, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { Profile } from '../api/types.ts';
import { useMailContext } from '../queries/mail.ts';
import { atPassword } from '../session/at-password.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

export function EmailSection({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const mail = useMailContext('signIn');
  const form = useForm(
    { email: '', password: '' },
    async (body) => {
      await ok(api.POST('/v1/profile/email', { body }));
      toast(t('profile.email.sent', { email: body.email, ...mail }));
      form.reset();
      void queryClient.invalidateQueries({ queryKey: keys.profile });
    },
    { ...atPassword('password'), email_taken: 'email', email_invalid: 'email' },
  );
  return (
    <Section title={t('profile.email.title')}>
      <Text size="sm">{t('profile.email.now', { email: profile.email })}</Text>
      {profile.pendingEmail && (
        <Alert color="yellow">{t('profile.email.pending', { email: profile.pendingEmail, ...mail })}</Alert>
      )}
      <FormView form={form} submit={t('profile.email.submit')}>
        <TextInput {...form.field('email')} type="email" label={t('profile.email.next')} autoComplete="off" required />
        <Password {...form.field('password')} label={t('profile.email.password')} autoComplete="current-password" />
      </FormView>
    </Section>
  );
}
