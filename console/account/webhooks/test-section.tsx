import { Alert, Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Webhook, WebhookDelivery } from '../../api/types.ts';
import { useBusyRun } from '../../parts/use-run.ts';
import { Section } from '../../ui/section.tsx';
import { Answer } from './answer.tsx';
import { useOutcomeWords } from './outcome.tsx';

/** Sends an event that means nothing, and shows the answer. */
export function TestSection({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [busy, run] = useBusyRun();
  const [sent, setSent] = useState<WebhookDelivery | null>(null);
  const send = () => {
    setSent(null);
    run(async () => {
      setSent(await ok(api.POST('/v1/webhooks/{id}/test', { params: { path: { id } } })));
      await queryClient.invalidateQueries({ queryKey: keys.webhook(id) });
    });
  };
  return (
    <Section title={t('webhooks.test.title')}>
      <div>
        <Group justify="space-between" gap="sm">
          <Text size="sm" maw={560}>
            {t('webhooks.test.body')}
          </Text>
          <Button variant="default" loading={busy} onClick={send}>
            {t('webhooks.test.submit')}
          </Button>
        </Group>
        <div role="status">{sent && <Outcome sent={sent} />}</div>
      </div>
    </Section>
  );
}

function Outcome({ sent }: { sent: WebhookDelivery }) {
  const { t } = useTranslation();
  const { said, took } = useOutcomeWords();
  const title = t(sent.delivered ? 'webhooks.test.taken' : 'webhooks.test.notTaken');
  return (
    <Alert color={sent.delivered ? 'green' : 'red'} title={title} mt="md">
      <Text size="sm" mb={4}>
        {t('webhooks.test.answered', { said: said(sent), took: took(sent) })}
      </Text>
      <Answer delivery={sent} />
    </Alert>
  );
}
