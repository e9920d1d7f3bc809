import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, Overflow } from '../api/change-types.ts';
import { ButtonLink } from '../parts/links.tsx';
import { useBusyRun } from '../parts/use-run.ts';
import { paths } from '../paths.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { toast } from '../ui/feedback/toast.tsx';
import { Section } from '../ui/section.tsx';
import { isRunning } from './change.ts';
import { ChangeProgress } from './change-progress.tsx';
import { PlanActions } from './plan-actions.tsx';
import { PlanSummary } from './plan-summary.tsx';
import { ResultSummary } from './result-summary.tsx';
import { useChange } from './use-change.ts';

/** A change at its current stage: its plan, its progress, or its result. */
export function ChangeOutcome({ change }: { change: Change }) {
  const { t } = useTranslation();
  if (isRunning(change)) return <Running change={change} />;
  if (change.result)
    return (
      <Section title={t('changes.detail.result')}>
        <ResultSummary change={change} />
      </Section>
    );
  if (!change.plan) return null;
  return (
    <Section title={t('changes.detail.plan')}>
      <PlanSummary plan={change.plan} />
      {change.state === 'planned' && <Planned change={change} />}
    </Section>
  );
}

function Running({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { cancel } = useChange();
  const [busy, run] = useBusyRun();
  const stop = () =>
    run(async () => {
      await cancel(change.id);
      toast(t('changes.detail.cancelled'));
    });
  return (
    <Section title={t('changes.detail.running')}>
      <ChangeProgress change={change} />
      {change.state === 'applying' && (
        <Group>
          <Button variant="default" loading={busy} onClick={stop}>
            {t('changes.detail.cancel')}
          </Button>
        </Group>
      )}
    </Section>
  );
}

/** A waiting plan: of an import on its own page, any other here. */
function Planned({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { startApply, cancel, refreshAll } = useChange();
  const [busy, run] = useBusyRun();
  const [error, setError] = useState<unknown>(null);
  const apply = (overflow: Overflow) =>
    run(async () => {
      setError(null);
      await startApply(change.id, overflow).then(refreshAll, setError);
    });
  const discard = () => run(() => cancel(change.id));
  const drop = (
    <Button variant="default" onClick={discard}>
      {t('changes.detail.discard')}
    </Button>
  );
  if (change.file)
    return (
      <Group justify="flex-end">
        {drop}
        <ButtonLink to={paths.importCsv} search={{ change: change.id }}>
          {t('changes.detail.open')}
        </ButtonLink>
      </Group>
    );
  return (
    <>
      {error !== null && <ErrorPanel error={error} />}
      {change.plan && (
        <PlanActions
          change={change}
          plan={change.plan}
          busy={busy}
          onApply={apply}
          danger={'remove' in change.do}
          undoable={!('resend' in change.do)}
        >
          {drop}
        </PlanActions>
      )}
    </>
  );
}
