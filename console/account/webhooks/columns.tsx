import { Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../../api/types.ts';
import type { Column } from '../../ui/table/column.ts';
import { Maker } from '../maker.tsx';
import { typesOf, useTypeWords } from './event-types.ts';
import { type RunWebhookAction, useOffered } from './use-webhook-actions.tsx';
import { useWhyWaiting, WebhookStateMark } from './webhook-state.tsx';
import styles from './webhooks.module.css';

export function useWebhookColumns(run: RunWebhookAction): Column<Webhook>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'address',
      title: t('webhooks.column.address'),
      render: ({ url, description }) => (
        <span className={styles['address']}>
          {url}
          {description && <span className={styles['says']}>{description}</span>}
        </span>
      ),
    },
    { key: 'brings', title: t('webhooks.column.brings'), render: (webhook) => <Brings webhook={webhook} /> },
    { key: 'state', title: t('webhooks.column.state'), render: (webhook) => <State webhook={webhook} run={run} /> },
    { key: 'behind', title: t('webhooks.column.behind'), render: (webhook) => <Behind webhook={webhook} /> },
    { key: 'maker', title: t('webhooks.column.maker'), render: ({ maker }) => <Maker maker={maker} /> },
  ];
}

interface Props {
  webhook: Webhook;
}

export function Brings({ webhook: { types } }: Props) {
  const { nameOf, inShort } = useTypeWords();
  const all = typesOf(types);
  return (
    <Text size="sm" title={all.map(nameOf).join(', ')}>
      {inShort(all)}
    </Text>
  );
}

export function Behind({ webhook: { behind } }: Props) {
  const { t } = useTranslation();
  if (behind > 0) return <span style={{ whiteSpace: 'nowrap' }}>{t('webhooks.behind', { count: behind })}</span>;
  return (
    <Text span inherit c="dimmed">
      {t('webhooks.upToDate')}
    </Text>
  );
}

function State({ webhook, run }: Props & { run: RunWebhookAction }) {
  const { t } = useTranslation();
  const why = useWhyWaiting()(webhook);
  const { mayWrite } = useOffered();
  return (
    <Stack gap={2} align="flex-start" maw={300}>
      <WebhookStateMark {...webhook} />
      {why && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {why}
        </Text>
      )}
      {webhook.state === 'paused' && mayWrite && (
        <Button size="compact-xs" variant="default" mt={2} onClick={() => run('resume', webhook)}>
          {t('webhooks.action.resume')}
        </Button>
      )}
    </Stack>
  );
}
