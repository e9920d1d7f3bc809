import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { ApiKey } from '../../api/types.ts';
import { toast } from '../../ui/feedback/toast.tsx';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { KeyFields } from './key-fields.tsx';
import { changesOf, valuesOf } from './key-values.ts';

/** Edits a key. Its secret stays. */
export function KeyForm({ apiKey, onSaved }: { apiKey: ApiKey; onSaved: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [before] = useState(() => valuesOf(apiKey));
  const form = useForm(
    before,
    async (values) => {
      const body = changesOf(before, values);
      if (Object.keys(body).length > 0) {
        const saved = await ok(api.PATCH('/v1/api-keys/{id}', { params: { path: { id: apiKey.id } }, body }));
        toast(t('apiKeys.form.saved', { name: saved.name }));
        void queryClient.invalidateQueries({ queryKey: keys.apiKeys });
      }
      onSaved();
    },
    { network_invalid: 'networks', expiry_past: 'day' },
  );
  return (
    <FormView form={form} submit={t('ui.save')} disabled={form.values.permissions === ''} sticky>
      <KeyFields form={form} ends={apiKey.expiresAt} />
    </FormView>
  );
}
