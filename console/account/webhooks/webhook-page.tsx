import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconUnlink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { hasCode } from '../../api/error.ts';
import type { Webhook } from '../../api/types.ts';
import { AnchorLink, ButtonLink } from '../../parts/links.tsx';
import { ForPermission } from '../../parts/states.tsx';
import { paths } from '../../paths.ts';
import { Empty } from '../../ui/empty.tsx';
import { ErrorPanel } from '../../ui/feedback/error-panel.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { Deliveries } from './deliveries.tsx';
import { webhookQuery } from './queries.ts';
import { TestSection } from './test-section.tsx';
import { type RunWebhookAction, useOffered, useWebhookActions } from './use-webhook-actions.tsx';
import { WebhookFacts } from './webhook-facts.tsx';
import { WebhookMenu } from './webhook-menu.tsx';
import { nameOf, useWhyWaiting } from './webhook-state.tsx';

const route = getRouteApi('/inside/account/webhooks/$id');

export function WebhookPage() {
  const { id } = route.useParams();
  return (
    <ForPermission permission="webhooks.manage">
      <OneWebhook key={id} id={id} />
    </ForPermission>
  );
}

function OneWebhook({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data: webhook, error, refetch } = useQuery(webhookQuery(id));
  const isGone = hasCode(error, 'not_found');
  return (
    <Stack gap="sm">
      <AnchorLink to={paths.webhooks} size="sm" w="fit-content">
        {t('webhooks.page.back')}
      </AnchorLink>
      {isGone && <Gone />}
      {webhook && !isGone && <Shown webhook={webhook} />}
      {!webhook && error && !isGone && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!webhook && !error && <Loading />}
    </Stack>
  );
}

function Gone() {
  const { t } = useTranslation();
  return (
    <Page title={t('webhooks.page.goneTitle')}>
      <Empty
        icon={<IconUnlink aria-hidden />}
        title={t('webhooks.page.gone')}
        action={<ButtonLink to={paths.webhooks}>{t('webhooks.page.goneBack')}</ButtonLink>}
      />
    </Page>
  );
}

function Shown({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { run, dialogs } = useWebhookActions({ onDeleted: () => void navigate({ to: paths.webhooks }) });
  const { mayWrite } = useOffered();
  return (
    <Page
      title={nameOf(webhook)}
      actions={
        <>
          {mayWrite && (
            <Button variant="default" onClick={() => run('edit', webhook)}>
              {t('webhooks.action.edit')}
            </Button>
          )}
          {mayWrite && webhook.state !== 'paused' && (
            <Button variant="default" onClick={() => run('pause', webhook)}>
              {t('webhooks.action.pause')}
            </Button>
          )}
          <WebhookMenu webhook={webhook} run={run} without={['edit', 'pause', 'resume']} />
        </>
      }
    >
      <Waiting webhook={webhook} run={run} />
      <Section title={t('webhooks.page.facts')}>
        <WebhookFacts webhook={webhook} />
      </Section>
      <TestSection webhook={webhook} />
      <Deliveries webhook={webhook} />
      {dialogs}
    </Page>
  );
}

/** Why nothing comes at present, with the way on. */
function Waiting({ webhook, run }: { webhook: Webhook; run: RunWebhookAction }) {
  const { t } = useTranslation();
  const why = useWhyWaiting()(webhook);
  const { mayWrite } = useOffered();
  if (!why) return null;
  const isAsked = webhook.pausedBecause === 'asked';
  return (
    <Alert color={isAsked ? 'gray' : 'yellow'} role="note" title={t(`webhooks.state.${webhook.state}`)}>
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw={640}>
          {why}
        </Text>
        {webhook.state === 'paused' && mayWrite && (
          <Button size="xs" onClick={() => run('resume', webhook)}>
            {t('webhooks.action.resume')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
