import { Group, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { Profile } from '../api/types.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

export function NameSection({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const saved = { firstName: profile.firstName, lastName: profile.lastName };
  const form = useForm(saved, async (body) => {
    queryClient.setQueryData(keys.profile, await ok(api.PATCH('/v1/profile', { body })));
    void queryClient.invalidateQueries({ queryKey: keys.session });
    toast(t('profile.you.saved'));
  });
  return (
    <Section title={t('profile.you.title')}>
      <FormView form={form} submit={t('ui.save')}>
        <Group grow align="flex-start">
          <TextInput
            {...form.field('firstName')}
            label={t('words.field.firstName')}
            autoComplete="given-name"
            required
          />
          <TextInput
            {...form.field('lastName')}
            label={t('words.field.lastName')}
            autoComplete="family-name"
            required
          />
        </Group>
      </FormView>
    </Section>
  );
}
