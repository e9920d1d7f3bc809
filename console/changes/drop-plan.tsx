import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../api/change-types.ts';
import { useBusyRun } from '../parts/use-run.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { useChange } from './use-change.ts';

/** Drops an unapplied plan from the list. Applying it needs its page, which shows what it does. */
export function DropPlan({ change: { id, summary } }: { change: Pick<ChangeEntry, 'id' | 'summary'> }) {
  const { t } = useTranslation();
  const { cancel } = useChange();
  const [busy, run] = useBusyRun();
  const drop = () =>
    run(async () => {
      await cancel(id);
      toast(t('changes.detail.discarded'));
    });
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      loading={busy}
      onClick={drop}
      aria-label={t('changes.detail.discardOne', { summary })}
    >
      {t('changes.detail.discardShort')}
    </Button>
  );
}
