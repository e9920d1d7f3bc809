import { Alert, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { hasCode } from '../../api/error.ts';
import { keys } from '../../api/keys.ts';
import type { MadeApiKey } from '../../api/types.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { KeyFields } from './key-fields.tsx';
import { newKeyOf, newKeyValues } from './key-values.ts';
import { Secret } from './secret.tsx';

/** Makes a key, and shows its secret once. */
export function MakeKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<MadeApiKey | null>(null);
  // It may have been used by now.
  const close = () => {
    void queryClient.invalidateQueries({ queryKey: keys.apiKeys });
    onClose();
  };
  const title = made ? t('apiKeys.secret.made', { name: made.name }) : t('apiKeys.form.title');
  return (
    <Dialog onClose={close} title={title} size={made ? 'lg' : 'xl'} closeOnClickOutside={made === null}>
      {made ? <Secret made={made} onDone={close} /> : <NewKey onMade={setMade} onCancel={onClose} />}
    </Dialog>
  );
}

function NewKey({ onMade, onCancel }: { onMade: (key: MadeApiKey) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: keys.apiKeys });
  const form = useForm(
    newKeyValues,
    async (values) => {
      onMade(await ok(api.POST('/v1/api-keys', { body: newKeyOf(values) })).finally(refresh));
    },
    { network_invalid: 'networks', expiry_past: 'day' },
  );
  const lost = hasCode(form.error, 'shown_once') && <Alert color="yellow">{t('apiKeys.form.lost')}</Alert>;
  return (
    <FormView
      form={form}
      failure={lost}
      submit={t('apiKeys.form.submit')}
      disabled={form.values.permissions === ''}
      sticky
      actions={
        <Button variant="default" onClick={onCancel}>
          {t('ui.cancel')}
        </Button>
      }
    >
      <KeyFields form={form} />
    </FormView>
  );
}
