import { NumberInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { hasCode } from '../api/error.ts';
import { keys } from '../api/keys.ts';
import type { Account } from '../api/types.ts';
import { GroupSelect } from '../fields/fields.tsx';
import { Conflict, type LastSaved } from '../parts/conflict.tsx';
import { useVersion } from '../parts/use-version.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

interface Props {
  account: Account;
  /** Another person has saved the settings meanwhile, and theirs are to be shown. */
  onTheirs: () => void;
}

export function SettingsSection({ account, onTheirs }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const saved = {
    name: account.name,
    invitationDays: String(account.invitationDays),
    defaultGroupId: account.defaultGroupId,
  };
  const version = useVersion(account.version);
  const form = useForm(saved, async ({ name, invitationDays, defaultGroupId }) => {
    const body = { name, defaultGroupId, invitationDays: Number(invitationDays) };
    const now = await ok(api.PATCH('/v1/account', { params: { header: version.header() }, body }));
    version.saved(now.version);
    queryClient.setQueryData(keys.account, now);
    void queryClient.invalidateQueries();
    toast(t('account.saved'));
  });
  const days = form.field('invitationDays');
  const conflict = hasCode(form.error, 'changed_meanwhile') && (
    <Conflict name={account.name} lastSaved={lastChanged} onMine={version.insist} onTheirs={onTheirs} />
  );
  return (
    <Section title={t('account.settings')}>
      <FormView form={form} submit={t('ui.save')} failure={conflict}>
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

async function lastChanged(): Promise<LastSaved | undefined> {
  const { data } = await ok(api.GET('/v1/audit', { params: { query: { limit: 50 } } }));
  const last = data.find(({ event }) => event.startsWith('account.'));
  return last && { actor: last.actor, at: last.at };
}
