import { NumberInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { Account } from '../api/types.ts';
import { GroupSelect } from '../fields/fields.tsx';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

export function SettingsSection({ account }: { account: Account }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const saved = {
    name: account.name,
    invitationDays: String(account.invitationDays),
    defaultGroupId: account.defaultGroupId,
  };
  const form = useForm(saved, async ({ name, invitationDays, defaultGroupId }) => {
    const body = { name, defaultGroupId, invitationDays: Number(invitationDays) };
    queryClient.setQueryData(keys.account, await ok(api.PATCH('/v1/account', { body })));
    void queryClient.invalidateQueries();
    toast(t('account.saved'));
  });
  const days = form.field('invitationDays');
  return (
    <Section title={t('account.settings')}>
      <FormView form={form} submit={t('ui.save')}>
        <TextInput
          {...form.field('name')}
          label={t('account.name')}
          description={t('account.nameHint')}
          autoComplete="organization"
          maxLength={100}
          required
        />
        <NumberInput
          label={t('account.days')}
          description={t('account.daysHint')}
          name="invitationDays"
          value={days.value}
          onChange={(value) => form.set({ invitationDays: String(value) })}
          error={days.error}
          min={1}
          max={90}
          allowDecimal={false}
          allowNegative={false}
          maw={360}
          required
        />
        <GroupSelect
          label={t('account.defaultGroup')}
          description={t('account.defaultGroupHint')}
          value={form.values.defaultGroupId}
          onChange={(defaultGroupId) => form.set({ defaultGroupId })}
          maw={360}
        />
      </FormView>
    </Section>
  );
}
