import { Alert, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { api, okWithChange } from '../../api/client.ts';
import type { User } from '../../api/types.ts';
import { useChange } from '../../changes/use-change.ts';
import { nameOf } from '../../fields/name.ts';
import { useMailContext } from '../../queries/mail.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';

/** Corrects the address and sends the invitation to it, in one step. */
export function FixAddressDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const { tellOf } = useChange();
  const mail = useMailContext('invitations');
  const form = useForm({ email: user.email }, async ({ email }) => {
    const params = { path: { id: user.id } };
    const { data, changeId } = await okWithChange(api.PATCH('/v1/users/{id}', { params, body: { email } }));
    onClose();
    tellOf(t('pending.fixDialog.done', { email: data.email, ...mail }), changeId);
  });
  return (
    <Dialog onClose={onClose} title={t('pending.fixDialog.title', { name: nameOf(user) })}>
      <Stack>
        <Bounced user={user} />
        <FormView form={form} submit={t('pending.fixDialog.submit')} disabled={form.values.email.trim() === user.email}>
          <TextInput
            type="email"
            label={t('words.field.email')}
            required
            autoComplete="off"
            data-autofocus
            {...form.field('email')}
          />
          <Text size="sm" c="dimmed">
            {t('pending.fixDialog.body')}
          </Text>
        </FormView>
      </Stack>
    </Dialog>
  );
}

function Bounced({ user: { mail, email } }: { user: User }) {
  const { t } = useTranslation();
  if (mail?.state !== 'bounced') return null;
  return (
    <Alert color="red">
      {mail.detail
        ? t('pending.fixDialog.bounced', { email, detail: mail.detail })
        : t('pending.fixDialog.bouncedSilent', { email })}
    </Alert>
  );
}
