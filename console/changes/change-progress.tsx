import { Progress, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { announce } from '../ui/feedback/announce.tsx';
import { Facts } from '../ui/table/facts.tsx';
import { useFormat } from '../ui/values.tsx';
import { affectedBy } from './change.ts';
import type { Pace } from './pace/pace.ts';
import { usePace, useQuiet } from './pace/use-pace.ts';

const SPOKEN_EVERY_PERCENT = 25;

/** The progress, rate and remaining time of a running change. Each quarter is also announced to screen readers. */
export function ChangeProgress({ change }: { change: Change }) {
  const { t } = useTranslation();
  const pace = usePace(change);
  const { done, total } = change.progress;
  const percent = total === 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));
  const reading = change.state === 'planning';
  const isRead = useQuiet(change) && reading && percent >= 90;
  const isUnplanned = change.undoOf !== null && change.plan === null;
  // People are counted by the chunk, so the first number comes late.
  const isUncounted = isRead || isUnplanned || done === 0;
  const text =
    total === 0
      ? t('changes.progress.starting')
      : isRead
        ? t('changes.progress.judging')
        : isUnplanned
          ? t('changes.progress.planningUndo')
          : t('changes.progress.text', { done, total });
  const quarter = Math.floor(percent / SPOKEN_EVERY_PERCENT);
  const latest = useRef(text);
  latest.current = text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: speaks when a quarter is reached, not at every number
  useEffect(() => announce(latest.current), [quarter]);
  return (
    <Stack gap={6}>
      <Progress.Root size="lg">
        <Progress.Section
          value={isUncounted ? 100 : percent}
          animated={isUncounted}
          aria-label={t('changes.progress.label')}
          aria-valuetext={text}
        />
      </Progress.Root>
      {(!change.file || isRead || total === 0) && (
        <Text size="sm" className="muster-number">
          {text}
        </Text>
      )}
      <Text size="sm" c="dimmed" className="muster-number" mih="1.5em">
        {pace && !isRead && <PaceWords pace={pace} of={reading ? 'rows' : 'people'} />}
      </Text>
      {change.file && <FileStages change={change} isRead={isRead} />}
    </Stack>
  );
}

function PaceWords({ pace: { perSecond, secondsLeft }, of }: { pace: Pace; of: 'rows' | 'people' }) {
  const { t } = useTranslation();
  const left =
    secondsLeft === 0
      ? t('changes.progress.leftMoments')
      : secondsLeft < 60
        ? t('changes.progress.leftSeconds', { count: secondsLeft })
        : secondsLeft < 3_600
          ? t('changes.progress.leftMinutes', { count: secondsLeft / 60 })
          : t('changes.progress.leftHours', { count: secondsLeft / 3_600 });
  return `${t(`changes.progress.${of}Rate`, { count: perSecond })} · ${left}`;
}

/** An import is read, planned and applied, in this order. */
function FileStages({ change: { file, plan, progress }, isRead }: { change: Change; isRead: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { done, total } = progress;
  // The number of rows in a file is an estimate until it is read.
  const rows = plan && file ? file.rows : Number(total.toPrecision(3));
  const notYet = t('changes.progress.notYet');
  const read = plan
    ? format.number(rows)
    : isRead
      ? t('changes.progress.about', { count: rows })
      : t('changes.progress.ofAbout', { done, total: rows });
  const stages = {
    read: total === 0 ? notYet : read,
    planned: plan ? format.number(affectedBy(plan)) : notYet,
    applied: plan ? t('changes.progress.of', { done, total }) : notYet,
  };
  return (
    <Facts
      facts={(['read', 'planned', 'applied'] as const).map((stage) => ({
        label: t(`changes.progress.${stage}`),
        value: <span className="muster-number">{stages[stage]}</span>,
      }))}
    />
  );
}
