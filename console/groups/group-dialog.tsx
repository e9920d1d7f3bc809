import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { UserGroup } from '../api/types.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Dialog } from '../ui/overlay/dialog.tsx';

/** Creates a group, or renames the given one. */
export function GroupDialog({ group, onClose }: { group?: UserGroup; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const send = async (body: { name: string }) => {
    if (group) await ok(api.PATCH('/v1/groups/{id}', { params: { path: { id: group.id } }, body }));
    else await ok(api.POST('/v1/groups', { body }));
    void queryClient.invalidateQueries();
    toast(t(group ? 'groups.renamed' : 'groups.created', { name: body.name.trim() }));
    onClose();
  };
  const form = useForm({ name: group?.name ?? '' }, send, { group_name_taken: 'name' });
  return (
    <Dialog onClose={onClose} title={group ? t('groups.renameTitle', { name: group.name }) : t('groups.create')}>
      <FormView
        form={form}
        submit={group ? t('ui.save') : t('groups.create')}
        actions={
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        }
      >
        <TextInput
          {...form.field('name')}
          label={t('words.field.name')}
          autoComplete="off"
          maxLength={100}
          required
          data-autofocus
        />
      </FormView>
    </Dialog>
  );
}
