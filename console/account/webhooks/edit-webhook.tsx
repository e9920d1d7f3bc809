import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Webhook } from '../../api/types.ts';
import { toast } from '../../ui/feedback/toast.tsx';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { WebhookFields } from './webhook-fields.tsx';
import { changesOf, valuesOf } from './webhook-values.ts';

interface Props {
  webhook: Webhook;
  onClose: () => void;
}

export function EditWebhook(props: Props) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={props.onClose} title={t('webhooks.form.edit')} size="xl">
      <Fields {...props} />
    </Dialog>
  );
}

function Fields({ webhook, onClose }: Props) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [before] = useState(() => valuesOf(webhook));
  const form = useForm(
    before,
    async (values) => {
      const body = changesOf(before, values);
      if (Object.keys(body).length > 0) {
        await ok(api.PATCH('/v1/webhooks/{id}', { params: { path: { id: webhook.id } }, body }));
        toast(t('webhooks.form.saved'));
        void queryClient.invalidateQueries({ queryKey: keys.webhooks });
      }
      onClose();
    },
    { webhook_url: 'url' },
  );
  return (
    <FormView
      form={form}
      submit={t('ui.save')}
      disabled={form.values.types === ''}
      sticky
      actions={
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      }
    >
      <WebhookFields form={form} />
    </FormView>
  );
}
