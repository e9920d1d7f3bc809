import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import { hasCode } from '../api/error.ts';
import type { UserGroup } from '../api/types.ts';
import { Conflict, type LastSaved } from '../parts/conflict.tsx';
import { useVersion } from '../parts/use-version.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Dialog } from '../ui/overlay/dialog.tsx';

/** Creates a group, or renames the given one. */
export function GroupDialog({ group, onClose }: { group?: UserGroup; onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const version = useVersion(group?.version);
  const close = () => {
    void queryClient.invalidateQueries();
    onClose();
  };
  const send = async (body: { name: string }) => {
    const params = { path: { id: group?.id ?? '' }, header: version.header() };
    if (group) await ok(api.PATCH('/v1/groups/{id}', { params, body }));
    else await ok(api.POST('/v1/groups', { body }));
    toast(t(group ? 'groups.renamed' : 'groups.created', { name: body.name.trim() }));
    close();
  };
  const form = useForm({ name: group?.name ?? '' }, send, { group_name_taken: 'name' });
  const conflict = group && hasCode(form.error, 'changed_meanwhile') && (
    <Conflict name={group.name} lastSaved={() => lastRenamed(group.id)} onMine={version.insist} onTheirs={close} />
  );
  return (
    <Dialog onClose={onClose} title={group ? t('groups.renameTitle', { name: group.name }) : t('groups.create')}>
      <FormView
        form={form}
        failure={conflict}
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

async function lastRenamed(groupId: string): Promise<LastSaved | undefined> {
  const query = { event: 'group.renamed', limit: 50 } as const;
  const { data } = await ok(api.GET('/v1/audit', { params: { query } }));
  const last = data.find(({ details }) => details['groupId'] === groupId);
  return last && { actor: last.actor, at: last.at };
}
