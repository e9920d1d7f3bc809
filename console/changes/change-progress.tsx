import { Progress, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { announce } from '../ui/announce.tsx';

const SPOKEN_EVERY_PERCENT = 25;

/** How far a running change has come. A quarter at a time is also said aloud. */
export function ChangeProgress({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { done, total } = change.progress;
  const percent = total === 0 ? 0 : Math.floor((done / total) * 100);
  const text = total === 0 ? t('changes.progress.starting') : t('changes.progress.text', { done, total });
  const quarter = Math.floor(percent / SPOKEN_EVERY_PERCENT);
  const latest = useRef(text);
  latest.current = text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: speaks when a quarter is reached, not at every number
  useEffect(() => announce(latest.current), [quarter]);
  return (
    <Stack gap={6}>
      <Progress.Root size="lg">
        <Progress.Section value={percent} aria-label={t('changes.progress.label')} />
      </Progress.Root>
      <Text size="sm" className="muster-number">
        {text}
      </Text>
    </Stack>
  );
}
