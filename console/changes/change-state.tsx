import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry, ChangeState } from '../api/change-types.ts';
import { Mark, type Tone } from '../ui/mark.tsx';
import { countsOf, isRunning } from './change.ts';
import { useRefreshAtEnd } from './use-refreshing.ts';
import { useWatchedChange } from './watch-change.ts';

const TONE: Record<ChangeState, Tone> = {
  planning: 'info',
  planned: 'waiting',
  applying: 'info',
  applied: 'good',
  undoing: 'info',
  undone: 'neutral',
  cancelled: 'neutral',
  failed: 'bad',
};

export function ChangeStateMark({ state }: { state: ChangeState }) {
  const { t } = useTranslation();
  return <Mark tone={TONE[state]}>{t(`changes.state.${state}`)}</Mark>;
}

/** The state of a change in a list, with its progress while it runs. */
export function LiveState({ change }: { change: ChangeEntry }) {
  const { t } = useTranslation();
  const { data } = useWatchedChange(isRunning(change) ? change.id : null);
  const now = data ?? change;
  useRefreshAtEnd(now);
  const { done, total } = now.progress;
  const reached = t('changes.progress.text', { done, total });
  const leftOut = countsOf(now)?.refused ?? 0;
  return (
    <Stack gap={4} maw={200}>
      <Group gap="xs">
        <ChangeStateMark state={now.state} />
        {leftOut > 0 && (
          <Text size="xs" c="dimmed" span>
            {t('changes.leftOut', { count: leftOut })}
          </Text>
        )}
      </Group>
      {isRunning(now) && total > 0 && (
        <>
          <Progress.Root>
            <Progress.Section
              value={done === 0 ? 100 : (done / total) * 100}
              animated={done === 0}
              aria-label={t('changes.progress.label')}
              aria-valuetext={reached}
            />
          </Progress.Root>
          <Text size="xs" className="muster-number">
            {reached}
          </Text>
        </>
      )}
    </Stack>
  );
}
