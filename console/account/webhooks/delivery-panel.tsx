import { Button, Code, Group, Stack, Text, Title } from '@mantine/core';
import { IconHistoryOff, IconSend } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { hasCode } from '../../api/error.ts';
import { keys } from '../../api/keys.ts';
import type { WebhookDelivery, WebhookDeliveryWithRequest } from '../../api/types.ts';
import { useBusyRun } from '../../parts/use-run.ts';
import { Empty } from '../../ui/empty.tsx';
import { Copy } from '../../ui/feedback/copy-button.tsx';
import { ErrorPanel } from '../../ui/feedback/error-panel.tsx';
import { toast } from '../../ui/feedback/toast.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SidePanel } from '../../ui/overlay/side-panel.tsx';
import { Facts } from '../../ui/table/facts.tsx';
import { useFormat } from '../../ui/values.tsx';
import { Answer } from './answer.tsx';
import { useTypeWords } from './event-types.ts';
import { OutcomeMark, useOutcomeWords } from './outcome.tsx';
import { deliveryQuery } from './queries.ts';
import styles from './webhooks.module.css';

interface Props {
  webhookId: string;
  id: string;
  onOpen: (delivery: WebhookDelivery) => void;
}

/** One delivery beside the list: what was sent, what came back, and the button that sends it again. */
export function DeliveryPanel({
  id,
  onClose,
  ...props
}: Omit<Props, 'id'> & { id: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={t('webhooks.delivery.title')}>
      {id && <Content key={id} id={id} {...props} />}
    </SidePanel>
  );
}

function Content({ webhookId, id, onOpen }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(deliveryQuery(webhookId, id));
  if (hasCode(error, 'not_found'))
    return <Empty icon={<IconHistoryOff aria-hidden />} title={t('webhooks.delivery.gone')} />;
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  return (
    <Stack gap="lg">
      <DeliveryFacts delivery={data} />
      <Again webhookId={webhookId} delivery={data} onOpen={onOpen} />
      <Part title={t(data.failure === null ? 'webhooks.delivery.answer' : 'webhooks.delivery.failure')}>
        <Answer delivery={data} />
      </Part>
      <Request request={data.request} />
    </Stack>
  );
}

function DeliveryFacts({ delivery }: { delivery: WebhookDelivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOfAny } = useTypeWords();
  const { said, took } = useOutcomeWords();
  const { type, events, at, url, messageId } = delivery;
  const facts: [string, ReactNode][] = [
    [t('webhooks.delivery.outcome'), <OutcomeMark key="mark" delivered={delivery.delivered} />],
    [t('webhooks.delivery.status'), said(delivery)],
    [
      t('webhooks.delivery.event'),
      type === 'batch' ? t('webhooks.delivery.events', { count: events }) : nameOfAny(type),
    ],
    [t('webhooks.delivery.try'), format.number(delivery.try)],
    [t('webhooks.delivery.at'), format.dateTime(at)],
    [t('webhooks.delivery.took'), took(delivery)],
    [t('webhooks.delivery.to'), url],
    [t('webhooks.delivery.messageId'), <Code key="id">{messageId}</Code>],
  ];
  return <Facts facts={facts.map(([label, value]) => ({ label, value }))} />;
}

/** Shows the new delivery in place of the old one. */
function Again({ webhookId, delivery, onOpen }: Omit<Props, 'id'> & { delivery: WebhookDeliveryWithRequest }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [busy, run] = useBusyRun();
  if (delivery.request === null) return null;
  const path = { id: webhookId, deliveryId: delivery.id };
  const send = () =>
    run(async () => {
      const sent = await ok(api.POST('/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver', { params: { path } }));
      toast(t(sent.delivered ? 'webhooks.delivery.againTaken' : 'webhooks.delivery.againNot'));
      onOpen(sent);
      await queryClient.invalidateQueries({ queryKey: keys.webhook(webhookId) });
    });
  return (
    <Group gap="sm">
      <Button size="xs" leftSection={<IconSend size={14} aria-hidden />} loading={busy} onClick={send}>
        {t('webhooks.delivery.again')}
      </Button>
      <Text size="xs" c="dimmed" flex={1} miw={180}>
        {t('webhooks.delivery.againHint')}
      </Text>
    </Group>
  );
}

function Request({ request }: { request: string | null }) {
  const { t } = useTranslation();
  if (request === null)
    return (
      <Part title={t('webhooks.delivery.request')}>
        <Text size="sm">{t('webhooks.delivery.requestGone')}</Text>
      </Part>
    );
  const text = JSON.stringify(JSON.parse(request), null, 2);
  return (
    <Part title={t('webhooks.delivery.request')} action={<Copy value={request} label={t('webhooks.delivery.copy')} />}>
      <Code block className={styles['text'] ?? ''} tabIndex={0}>
        {text}
      </Code>
    </Part>
  );
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <Stack gap={6} component="section" aria-label={title}>
      <Group justify="space-between">
        <Title order={3} size="h5">
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Stack>
  );
}
