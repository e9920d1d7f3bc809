import { Alert, Button, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { hasCode } from '../../api/error.ts';
import { keys } from '../../api/keys.ts';
import type { MadeWebhook, Webhook } from '../../api/types.ts';
import { FormView } from '../../ui/form/form-view.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { useFormat } from '../../ui/values.tsx';
import { WebhookSecret } from './webhook-secret.tsx';

interface Props {
  webhook: Webhook;
  onClose: () => void;
}

/** Gives a webhook a new secret. The present one signs, too, for a day. */
export function RotateSecret({ webhook, onClose }: Props) {
  const { t } = useTranslation();
  const [made, setMade] = useState<MadeWebhook | null>(null);
  return (
    <Dialog
      onClose={onClose}
      title={t(made ? 'webhooks.secret.renewed' : 'webhooks.rotate.title')}
      size="lg"
      closeOnClickOutside={made === null}
    >
      {made ? (
        <WebhookSecret made={made} renewed onDone={onClose} />
      ) : (
        <Ask webhook={webhook} onMade={setMade} onClose={onClose} />
      )}
    </Dialog>
  );
}

function Ask({ webhook, onMade, onClose }: Props & { onMade: (made: MadeWebhook) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const { id, secretRotatedUntil: until } = webhook;
  const form = useForm({}, async () => {
    const call = api.POST('/v1/webhooks/{id}/rotate', { params: { path: { id } } });
    onMade(await ok(call).finally(() => void queryClient.invalidateQueries({ queryKey: keys.webhooks })));
  });
  const lost = hasCode(form.error, 'shown_once') && <Alert color="yellow">{t('webhooks.rotate.lost')}</Alert>;
  return (
    <FormView
      form={form}
      failure={lost}
      submit={t('webhooks.rotate.submit')}
      actions={
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
      }
    >
      <Text size="sm">{t('webhooks.rotate.body')}</Text>
      {until && <Text size="sm">{t('webhooks.rotate.earlier', { date: format.dateTime(until) })}</Text>}
    </FormView>
  );
}
