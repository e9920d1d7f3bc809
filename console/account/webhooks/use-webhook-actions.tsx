import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { Webhook } from '../../api/types.ts';
import { useRun } from '../../parts/use-run.ts';
import { useMay } from '../../session/session.ts';
import { toast } from '../../ui/feedback/toast.tsx';
import { DeleteWebhook } from './delete-webhook.tsx';
import { EditWebhook } from './edit-webhook.tsx';
import { ReplayWebhook } from './replay-webhook.tsx';
import { RotateSecret } from './rotate-secret.tsx';

export type WebhookAction = 'edit' | 'pause' | 'resume' | 'rotate' | 'replay' | 'delete';
export type RunWebhookAction = (action: WebhookAction, webhook: Webhook) => void;

/** What the signed-in person may do to a webhook. Who may not read what it brings can only delete it. */
export function useOffered() {
  const { may } = useMay();
  const mayWrite = may('users.read') && may('audit.read');
  const offered = ({ state }: Webhook): WebhookAction[] =>
    mayWrite ? ['edit', state === 'paused' ? 'resume' : 'pause', 'rotate', 'replay', 'delete'] : ['delete'];
  return { mayWrite, offered };
}

/** The actions on one webhook, and their dialogs. */
export function useWebhookActions({ onDeleted }: { onDeleted?: () => void } = {}) {
  const [open, setOpen] = useState<{ action: WebhookAction; webhook: Webhook } | null>(null);
  const setPaused = useSetPaused();
  const close = () => setOpen(null);
  const run: RunWebhookAction = (action, webhook) => {
    if (action === 'pause' || action === 'resume') setPaused(webhook, action === 'pause');
    else setOpen({ action, webhook });
  };
  return {
    run,
    dialogs: open && (
      <>
        {open.action === 'edit' && <EditWebhook webhook={open.webhook} onClose={close} />}
        {open.action === 'rotate' && <RotateSecret webhook={open.webhook} onClose={close} />}
        {open.action === 'replay' && <ReplayWebhook webhook={open.webhook} onClose={close} />}
        {open.action === 'delete' && <DeleteWebhook webhook={open.webhook} onClose={close} onDeleted={onDeleted} />}
      </>
    ),
  };
}

function useSetPaused() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const run = useRun();
  return ({ id }: Webhook, paused: boolean) =>
    run(async () => {
      await ok(api.PATCH('/v1/webhooks/{id}', { params: { path: { id } }, body: { paused } }));
      toast(t(paused ? 'webhooks.pausedDone' : 'webhooks.resumedDone'));
      await queryClient.invalidateQueries({ queryKey: keys.webhooks });
    });
}
