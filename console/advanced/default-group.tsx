import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import type { UserGroup } from '../api/types.ts';
import { GroupSelect } from '../fields/fields.tsx';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Section } from '../ui/section.tsx';

/** The group of new people. */
export function DefaultGroup({ present, groups }: { present: string; groups: UserGroup[] }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const form = useForm({ defaultGroupId: present }, async ({ defaultGroupId }) => {
    const account = await ok(api.PATCH('/v1/account', { body: { defaultGroupId } }));
    const name = groups.find(({ id }) => id === defaultGroupId)?.name ?? '';
    toast(t('advanced.group.saved', { name }));
    queryClient.setQueryData(keys.account, account);
    await queryClient.invalidateQueries({ queryKey: keys.groups });
  });
  const { defaultGroupId } = form.values;
  return (
    <Section title={t('advanced.group.title')} hint={t('advanced.group.hint')}>
      <FormView form={form} submit={t('advanced.group.submit')} disabled={defaultGroupId === present}>
        <GroupSelect
          label={t('advanced.group.label')}
          value={defaultGroupId}
          onChange={(next) => form.set({ defaultGroupId: next })}
          error={form.field('defaultGroupId').error}
          maw={400}
        />
      </FormView>
    </Section>
  );
}
