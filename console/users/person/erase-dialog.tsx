import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import type { User } from '../../api/types.ts';
import { useChange } from '../../changes/use-change.ts';
import { nameOf } from '../../fields/name.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';

/** Erasing cannot be undone, so the address has to be typed. */
export function EraseDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const { tellOf } = useChange();
  const erase = async () => {
    await ok(api.POST('/v1/users/{id}/erase', { params: { path: { id: user.id } } }));
    tellOf(t('users.erase.done'), null);
    onClose();
  };
  const form = useForm({ typed: '' }, erase, {}, { guarded: false });
  const matches = form.values.typed.trim().toLowerCase() === user.email.toLowerCase();
  return (
    <Dialog onClose={onClose} title={t('users.erase.title', { name: nameOf(user) })}>
      <Stack>
        <Text size="sm">{t('users.erase.body')}</Text>
        <FormView
          form={form}
          submit={t('users.erase.submit')}
          danger
          disabled={!matches}
          actions={
            <Button variant="default" onClick={onClose}>
              {t('ui.cancel')}
            </Button>
          }
        >
          <TextInput
            {...form.field('typed')}
            label={t('users.erase.type', { email: user.email })}
            autoComplete="off"
            data-autofocus
          />
        </FormView>
      </Stack>
    </Dialog>
  );
}
