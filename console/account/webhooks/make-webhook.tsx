import { Alert, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { hasCode } from '../../api/error.ts';
import { keys } from '../../api/keys.ts';
import type { MadeWebhook } from '../../api/types.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { WebhookFields } from './webhook-fields.tsx';
import { WebhookSecret } from './webhook-secret.tsx';
import { newWebhookOf, newWebhookValues } from './webhook-values.ts';

interface Props {
  onClose: () => void;
  /** The secret was seen. */
  onMade: (webhook: MadeWebhook) => void;
}

/** Makes a webhook, and shows its secret once. */
export function MakeWebhook({ onClose, onMade }: Props) {
  const { t } = useTranslation();
  const [made, setMade] = useState<MadeWebhook | null>(null);
  return (
    <Dialog
      onClose={made ? () => onMade(made) : onClose}
      title={t(made ? 'webhooks.secret.made' : 'webhooks.form.title')}
      size={made ? 'lg' : 'xl'}
      closeOnClickOutside={made === null}
    >
      {made ? (
        <WebhookSecret made={made} onDone={() => onMade(made)} />
      ) : (
        <NewWebhook onMade={setMade} onCancel={onClose} />
      )}
    </Dialog>
  );
}

function NewWebhook({ onMade, onCancel }: { onMade: (made: MadeWebhook) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: keys.webhooks });
  const form = useForm(
    newWebhookValues,
    async (values) => {
      onMade(await ok(api.POST('/v1/webhooks', { body: newWebhookOf(values) })).finally(refresh));
    },
    { webhook_url: 'url' },
  );
  const lost = hasCode(form.error, 'shown_once') && <Alert color="yellow">{t('webhooks.form.lost')}</Alert>;
  return (
    <FormView
      form={form}
      failure={lost}
      submit={t('webhooks.form.submit')}
      disabled={form.values.types === ''}
      sticky
      actions={
        <Button variant="default" onClick={onCancel}>
          {t('ui.cancel')}
        </Button>
      }
    >
      <WebhookFields form={form} />
    </FormView>
  );
}
