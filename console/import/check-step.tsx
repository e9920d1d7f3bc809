import { Alert, Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, Overflow } from '../api/change-types.ts';
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
import { OpenQuestions } from './open-questions.tsx';
import { ReadAs } from './read-as.tsx';
import { type Reading, useReading } from './use-reading.ts';

const FIRST_ROWS = 100;

/** What would happen, what the file leaves open, and how it was read. From here it is applied, or read again differently. */
export function CheckStep({ change, onDiscarded }: { change: Change; onDiscarded: () => void }) {
  const { t } = useTranslation();
  const { cancel } = useChange();
  const reading = useReading(change);
  const { busy, apply } = useApply(change, reading);
  const [, run] = useBusyRun();
  const [outcome, setOutcome] = useState('');
  const { plan, file } = change;
  if (!plan || !file) return null;
  const nothing = changesNothing(plan);
  return (
    <>
      <Section title={t('csv.plan.title')} arrived>
        <PlanSummary plan={plan} />
        {nothing && plan.unchanged > 0 && <Text size="sm">{t('csv.plan.nothing')}</Text>}
        {change.outdated && <Alert color="blue">{t('csv.plan.outdated')}</Alert>}
        {reading.error !== null && <ErrorPanel error={reading.error} />}
        <PlanActions change={change} plan={plan} busy={busy || reading.busy} onApply={apply}>
          <Button variant="default" onClick={() => run(() => cancel(change.id).then(onDiscarded))}>
            {t(nothing ? 'csv.result.another' : 'csv.plan.discard')}
          </Button>
          <CheckAgain reading={reading} />
        </PlanActions>
      </Section>
      <OpenQuestions file={file} reading={reading} />
      <ReadAs key={JSON.stringify(file.columns)} file={file} reading={reading} />
      <ChangeRows
        change={change}
        outcome={OUTCOMES.find((known) => known === outcome)}
        onOutcome={setOutcome}
        most={FIRST_ROWS}
        {...(file.rows > FIRST_ROWS && { hint: t('csv.plan.firstRows') })}
      />
    </>
  );
}

function CheckAgain({ reading: { busy, readAgain } }: { reading: Reading }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={busy}
      onClick={() => void readAgain()}
    >
      {t('csv.plan.again')}
    </Button>
  );
}

/** Applies the plan. If seats were taken since, it plans again, and says so with the current numbers. */
function useApply({ id }: Change, { readAgain, setError }: Reading) {
  const { startApply, refreshAll } = useChange();
  const [busy, run] = useBusyRun();
  const apply = (overflow: Overflow) =>
    run(async () => {
      setError(null);
      try {
        await startApply(id, overflow);
        await refreshAll();
      } catch (failure) {
        if (hasCode(failure, 'seats_short')) await readAgain();
        setError(failure);
      }
    });
  return { busy, apply };
}
