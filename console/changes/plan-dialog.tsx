import { Button, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, ChangeOperation, Overflow, UserSelection } from '../api/change-types.ts';
import { ApiError } from '../api/error.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Loading } from '../ui/loading.tsx';
import { Dialog } from '../ui/overlay/dialog.tsx';
import { ChangeProgress } from './change-progress.tsx';
import { PlanActions } from './plan-actions.tsx';
import { PlanSummary } from './plan-summary.tsx';
import { useChange } from './use-change.ts';
import { useWatchedChange } from './watch-change.ts';

export interface Proposal {
  title: string;
  select: UserSelection;
  do: ChangeOperation;
  danger?: boolean;
  /** Called once it is applied, for example to clear the selection. */
  onApplied?: (change: Change) => void;
}

/** Shows what a change would do, then applies it. Closing the dialog while the change runs stops nothing. */
export function PlanDialog({ proposal, onClose }: { proposal: Proposal; onClose: () => void }) {
  const { t } = useTranslation();
  const { planned, error, busy, retry, apply, drop } = useProposal(proposal, onClose);
  const { data: watched } = useWatchedChange(planned?.id ?? null);
  const change = watched ?? planned;
  const running = change !== null && change.state !== 'planned';
  const close = () => {
    if (!running && !busy) drop();
    onClose();
  };
  return (
    <Dialog onClose={close} title={proposal.title} size="lg">
      <Stack>
        {!change && !error && (
          <>
            <Text size="sm" role="status">
              {t('changes.plan.working')}
            </Text>
            <Loading />
          </>
        )}
        {change?.plan && !running && (
          <>
            <Text fw={600}>{change.summary}</Text>
            <PlanSummary plan={change.plan} />
          </>
        )}
        {error !== null && <ErrorPanel error={error} {...(change ? {} : { onRetry: retry })} />}
        {change && running && (
          <>
            <ChangeProgress change={change} />
            <Text size="sm" c="dimmed">
              {t('changes.progress.leave')}
            </Text>
          </>
        )}
        {change?.plan && !running && (
          <PlanActions
            change={change}
            plan={change.plan}
            focused
            busy={busy}
            onApply={apply}
            danger={proposal.danger ?? false}
            undoable={!('resend' in proposal.do)}
          >
            <Button variant="default" onClick={close}>
              {t('ui.cancel')}
            </Button>
          </PlanActions>
        )}
      </Stack>
    </Dialog>
  );
}

/** Plans on mount, applies on request. */
function useProposal(proposal: Proposal, onClose: () => void) {
  const change = useChange();
  const [planned, setPlanned] = useState<Change | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const plan = async () => {
    setError(null);
    try {
      setPlanned(await change.plan(proposal.select, proposal.do));
    } catch (failure) {
      setError(failure);
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a proposal is planned once, when it is made
  useEffect(() => void plan(), [proposal]);

  const apply = async (overflow: Overflow) => {
    if (!planned) return;
    setBusy(true);
    setError(null);
    try {
      const applied = await change.apply(planned.id, overflow);
      onClose();
      change.tell(applied);
      proposal.onApplied?.(applied);
    } catch (failure) {
      // The plan may be outdated: seats were taken, or people changed. A new plan is shown.
      if (failure instanceof ApiError && failure.status === 409) await plan();
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  // An unapplied plan is harmless, so a failure to drop it is not reported.
  const drop = () => void (planned && change.cancel(planned.id).catch(() => undefined));
  return { planned, error, busy, retry: () => void plan(), apply: (overflow: Overflow) => void apply(overflow), drop };
}
