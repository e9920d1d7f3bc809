import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { ChangeProgress } from '../changes/change-progress.tsx';
import { useChange } from '../changes/use-change.ts';
import { useBusyRun } from '../parts/use-run.ts';
import { Section } from '../ui/section.tsx';

/** A large file is being read, or an import applied. It continues without this page. */
export function ImportRunning({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { cancel } = useChange();
  const [busy, run] = useBusyRun();
  const planning = change.state === 'planning';
  return (
    <Section title={t(planning ? 'csv.reading' : 'csv.running')} hint={t('csv.leave')}>
      <ChangeProgress change={change} />
      <Group>
        <Button variant="default" loading={busy} onClick={() => run(() => cancel(change.id))}>
          {t(planning ? 'csv.plan.discard' : 'csv.stop')}
        </Button>
      </Group>
    </Section>
  );
}
