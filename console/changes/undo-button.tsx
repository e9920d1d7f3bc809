import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/feedback/confirm.tsx';
import { affectedBy, canUndo, countsOf } from './change.ts';
import { useChange } from './use-change.ts';

/** Undoes a change and opens the undo, which shows its progress and what was left. */
export function UndoButton({ change }: { change: Change }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { startUndo, refreshAll } = useChange();
  const [asking, { open, close }] = useDisclosure();
  if (!canUndo(change)) return null;
  const counts = countsOf(change);
  const run = async () => {
    const undo = await startUndo(change.id);
    void refreshAll();
    await navigate({ to: paths.change, params: { id: undo.id } });
  };
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={open}>
        {t('changes.detail.undo')}
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={t('changes.detail.undoTitle')}
        confirm={t('changes.detail.undo')}
        onConfirm={run}
      >
        {t('changes.detail.undoBody', { count: counts ? affectedBy(counts) : 0 })}
      </Confirm>
    </>
  );
}
