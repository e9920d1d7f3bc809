import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MailSettings } from '../api/types.ts';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';
import { useSaveMail } from './use-save-mail.ts';

/** Where answers to invitations go. */
export function MailAnswersSection({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation();
  const save = useSaveMail();
  const form = useForm(
    { replyTo: settings.replyTo ?? '' },
    ({ replyTo }) => save({ replyTo: replyTo.trim() || null }),
    { email_invalid: 'replyTo' },
  );
  return (
    <Section title={t('mail.answers.title')}>
      <FormView form={form} submit={t('ui.save')}>
        <TextInput
          {...form.field('replyTo')}
          type="email"
          label={t('mail.answers.replyTo')}
          description={t('mail.answers.hint')}
          autoComplete="off"
        />
      </FormView>
    </Section>
  );
}
