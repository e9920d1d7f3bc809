import { Alert, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change, RowOutcome } from '../api/change-types.ts';
import { ChangeRows } from '../changes/change-rows.tsx';
import { OUTCOMES } from '../changes/queries.ts';
import { ResultSummary } from '../changes/result-summary.tsx';
import { UndoButton } from '../changes/undo-button.tsx';
import { ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Section } from '../ui/section.tsx';

/** The result of an import: numbers, the file with the outcome of each row, Undo. */
export function ImportResult({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { state, result, failure } = change;
  const refused = (result?.refused ?? 0) > 0;
  const [outcome, setOutcome] = useState<string>(refused ? 'refused' : '');
  const title = state === 'failed' || state === 'cancelled' || state === 'undone' ? state : 'applied';
  return (
    <>
      <Section title={t(`csv.result.${title}`)} arrived {...(change.file && { hint: change.file.name })}>
        {failure && <Alert color="red">{failure.detail}</Alert>}
        <ResultSummary change={change} />
        <Group gap="xs">
          <UndoButton change={change} />
          <ButtonLink to={paths.change} params={{ id: change.id }} variant="default">
            {t('csv.result.details')}
          </ButtonLink>
          <ButtonLink to={paths.importCsv} search={{}} variant="default">
            {t('csv.result.another')}
          </ButtonLink>
        </Group>
      </Section>
      {result && <ChangeRows change={change} outcome={rowOutcome(outcome)} onOutcome={setOutcome} />}
    </>
  );
}

function rowOutcome(text: string): RowOutcome | undefined {
  return OUTCOMES.find((known) => known === text);
}
