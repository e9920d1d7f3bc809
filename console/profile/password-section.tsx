import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { atNewPassword, atPassword } from '../session/at-password.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { Password } from '../ui/form/password-input.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

export function PasswordSection({ email }: { email: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const form = useForm(
    { current: '', next: '' },
    async (body) => {
      await ok(api.POST('/v1/profile/password', { body }));
      toast(t('profile.password.done'));
      form.reset();
      void queryClient.invalidateQueries({ queryKey: keys.sessions });
    },
    { ...atPassword('current'), ...atNewPassword('next') },
  );
  return (
    <Section title={t('profile.password.title')}>
      <FormView form={form} submit={t('profile.password.submit')}>
        {/* Password managers need to know whose password this is. */}
        <input type="hidden" name="username" value={email} autoComplete="username" />
        <Password {...form.field('current')} label={t('profile.password.current')} autoComplete="current-password" />
        <Password
          {...form.field('next')}
          label={t('profile.password.next')}
          description={t('access.signUp.passwordHint')}
          autoComplete="new-password"
        />
      </FormView>
    </Section>
  );
}
