import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, Overflow } from '../api/change-types.ts';
import { api, ok } from '../api/client.ts';
import { hasCode } from '../api/error.ts';
import { changesNothing } from '../changes/change.ts';
import { ChangeRows } from '../changes/change-rows.tsx';
import { PlanActions } from '../changes/plan-actions.tsx';
import { PlanSummary } from '../changes/plan-summary.tsx';
import { OUTCOMES } from '../changes/queries.ts';
import { useChange } from '../changes/use-change.ts';
import { useBusyRun } from '../parts/use-run.ts';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Section } from '../ui/section.tsx';
import { ReadAs } from './read-as.tsx';
import { mappingOf } from './reading.ts';

const FIRST_ROWS = 100;

/** How the file was read and what would happen. From here it is applied, or read again differently. */
export function CheckStep({ change, onDiscarded }: { change: Change; onDiscarded: () => void }) {
  const { t } = useTranslation();
  const { cancel } = useChange();
  const { busy, error, apply } = useApply(change);
  const [, run] = useBusyRun();
  const [outcome, setOutcome] = useState('');
  const discard = () => run(() => cancel(change.id).then(onDiscarded));
  if (!change.plan || !change.file) return null;
  const nothing = changesNothing(change.plan);
  return (
    <>
      <ReadAs key={JSON.stringify(change.file.columns)} change={change} file={change.file} />
      <Section title={t('csv.plan.title')}>
        <PlanSummary plan={change.plan} />
        {nothing && change.plan.unchanged > 0 && <Text size="sm">{t('csv.plan.nothing')}</Text>}
        {error !== null && <ErrorPanel error={error} />}
        <PlanActions plan={change.plan} busy={busy} onApply={apply} typed={false}>
          <Button variant="default" onClick={discard}>
            {t(nothing ? 'csv.result.another' : 'csv.plan.discard')}
          </Button>
        </PlanActions>
      </Section>
      <ChangeRows
        change={change}
        outcome={OUTCOMES.find((known) => known === outcome)}
        onOutcome={setOutcome}
        most={FIRST_ROWS}
        {...(change.file.rows > FIRST_ROWS && { hint: t('csv.plan.firstRows') })}
      />
    </>
  );
}

/** Applies the plan. If seats were taken since, it plans again, and says so with the current numbers. */
function useApply({ id, file }: Change) {
  const { startApply, know, refreshAll } = useChange();
  const [busy, run] = useBusyRun();
  const [error, setError] = useState<unknown>(null);
  const planAnew = async () => {
    const params = { path: { id } };
    know(await ok(api.POST('/v1/changes/{id}/remap', { params, body: { mapping: mappingOf(file?.columns ?? []) } })));
  };
  const apply = (overflow: Overflow) =>
    run(async () => {
      setError(null);
      try {
        await startApply(id, overflow);
        await refreshAll();
      } catch (failure) {
        setError(failure);
        if (hasCode(failure, 'seats_short')) await planAnew();
      }
    });
  return { busy, error, apply };
}
