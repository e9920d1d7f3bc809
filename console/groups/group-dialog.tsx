import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { hasCode } from '../api/error.ts';
import type { UserGroup } from '../api/types.ts';
import { Dialog } from '../ui/dialog.tsx';
import { FormView } from '../ui/form-view.tsx';
import { toast } from '../ui/toast.tsx';
import { useForm } from '../ui/use-form.ts';

/** Creates a group, or renames the one given. */
export function GroupDialog({ group, onClose }: { group?: UserGroup; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const form = useForm({ name: group?.name ?? '' }, async (body) => {
    if (group) await ok(api.PATCH('/v1/groups/{id}', { params: { path: { id: group.id } }, body }));
    else await ok(api.POST('/v1/groups', { body }));
    void queryClient.invalidateQueries();
    toast(t(group ? 'groups.renamed' : 'groups.created', { name: body.name.trim() }));
    onClose();
  });
  // The one thing that can be wrong is the name, so what the server says stands beside it.
  const taken = hasCode(form.error, 'group_name_taken') && form.error instanceof Error ? form.error.message : undefined;
  return (
    <Dialog onClose={onClose} title={group ? t('groups.renameTitle', { name: group.name }) : t('groups.create')}>
      <FormView
        form={{ ...form, error: taken ? null : form.error }}
        submit={group ? t('ui.save') : t('groups.create')}
        actions={
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        }
      >
        <TextInput
          {...form.field('name')}
          error={form.field('name').error ?? taken}
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
