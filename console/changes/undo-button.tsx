import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../api/change-types.ts';
import { api } from '../api/client.ts';
import { dryRun, keysStoppedBy } from '../api/dry-run.ts';
import { keys } from '../api/keys.ts';
import { StoppedKeys } from '../parts/stopped-keys.tsx';
import { paths } from '../paths.ts';
import { Confirm } from '../ui/feedback/confirm.tsx';
import { affectedBy, canUndo, countsOf } from './change.ts';
import { useChange } from './use-change.ts';

/** What an undo takes back. */
const BACK = ['create', 'update', 'remove'] as const;
/** Larger ones take long to plan, so their keys are named by the undo itself. */
const PLANNED_MAX = 1_000;

interface Props {
  change: Pick<ChangeEntry, 'id' | 'do' | 'undoUntil' | 'result' | 'plan' | 'summary'>;
  /** In a row of a list. */
  small?: boolean;
}

/** Undoes a change and opens the undo, which shows its progress and what was left. */
export function UndoButton({ change, small = false }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { startUndo, refreshAll } = useChange();
  const [asking, { open, close }] = useDisclosure();
  const counts = countsOf(change);
  const { data: stopped } = useQuery({
    queryKey: [...keys.change(change.id), 'stopped-keys'],
    queryFn: () =>
      keysStoppedBy(api.POST('/v1/changes/{id}/undo', { params: { path: { id: change.id }, query: dryRun } })),
    enabled: asking && counts !== null && affectedBy(counts) <= PLANNED_MAX,
  });
  if (!canUndo(change)) return null;
  const run = async () => {
    const undo = await startUndo(change.id);
    void refreshAll();
    await navigate({ to: paths.change, params: { id: undo.id } });
  };
  return (
    <>
      <Button
        variant={small ? 'subtle' : 'default'}
        size={small ? 'compact-sm' : 'sm'}
        {...(small
          ? { 'aria-label': t('changes.detail.undoOne', { summary: change.summary }) }
          : { leftSection: <IconArrowBackUp size={16} aria-hidden /> })}
        onClick={open}
      >
        {t('changes.detail.undo')}
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={t('changes.detail.undoTitle')}
        confirm={t('changes.detail.undo')}
        onConfirm={run}
      >
        <Stack gap={6}>
          <Text size="sm" fw={600}>
            {change.summary}
          </Text>
          {BACK.filter((kind) => (counts?.[kind] ?? 0) > 0).map((kind) => (
            <Text size="sm" key={kind}>
              {t(`changes.detail.undoBody.${kind}`, { count: counts?.[kind] })}
            </Text>
          ))}
          <Text size="sm">{t('changes.detail.undoBody.left')}</Text>
          <StoppedKeys keys={stopped} />
        </Stack>
      </Confirm>
    </>
  );
}
