import { Anchor, Button } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../../api/types.ts';
import { ForPermission } from '../../parts/states.tsx';
import { paths } from '../../paths.ts';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { DataTable } from '../../ui/table/table.tsx';
import { AccountTabs } from '../account-tabs.tsx';
import { useWebhookColumns } from './columns.tsx';
import { MakeWebhook } from './make-webhook.tsx';
import { webhooksQuery } from './queries.ts';
import { useOffered, useWebhookActions } from './use-webhook-actions.tsx';
import { WebhookMenu } from './webhook-menu.tsx';

export function WebhooksPage() {
  return (
    <ForPermission permission="webhooks.manage">
      <Webhooks />
    </ForPermission>
  );
}

function Webhooks() {
  const { t } = useTranslation();
  const { mayWrite } = useOffered();
  const [making, setMaking] = useState(false);
  const make = () => setMaking(mayWrite);
  const open = useOpen();
  useShortcuts([{ key: 'a', label: t('webhooks.make'), run: make }]);
  const button = mayWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={make}>
      {t('webhooks.make')}
    </Button>
  );
  return (
    <Page title={t('account.title')} actions={button}>
      <AccountTabs />
      <div className="muster-lead">
        {t('webhooks.body')} {!mayWrite && t('webhooks.lacks')}{' '}
        <Anchor href="/docs" target="_blank" inherit underline="always" display="inline-block">
          {t('webhooks.docs')}
        </Anchor>
      </div>
      <List make={button} onOpen={open} />
      {making && <MakeWebhook onClose={() => setMaking(false)} onMade={open} />}
    </Page>
  );
}

function List({ make, onOpen }: { make: ReactNode; onOpen: (webhook: Webhook) => void }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(webhooksQuery);
  const { run, dialogs } = useWebhookActions();
  const columns = useWebhookColumns(run);
  return (
    <>
      <DataTable
        label={t('webhooks.title')}
        rows={data?.data ?? []}
        columns={columns}
        rowName={({ url }) => url}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        empty={
          <Empty
            icon={<IconWebhook aria-hidden />}
            title={t('webhooks.none.title')}
            body={t('webhooks.none.body')}
            action={make}
          />
        }
        onOpen={onOpen}
        actions={(webhook) => <WebhookMenu webhook={webhook} run={run} onOpen={onOpen} />}
      />
      {dialogs}
    </>
  );
}

function useOpen() {
  const navigate = useNavigate();
  return ({ id }: Pick<Webhook, 'id'>) => void navigate({ to: paths.webhook, params: { id } });
}
