import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { StoppedKeys } from '../parts/stopped-keys.tsx';
import { affectedBy, notReached } from './change.ts';

const COUNTS = ['create', 'update', 'remove', 'unchanged', 'refused'] as const;

/** The result of a change, in numbers. */
export function ResultSummary({ change }: { change: Change }) {
  const { t } = useTranslation();
  const { result } = change;
  if (!result) return null;
  const left = notReached(change);
  return (
    <>
      {affectedBy(result) === 0 && <Text fw={500}>{t('changes.result.nothing')}</Text>}
      <List size="sm" spacing={4}>
        {COUNTS.filter((kind) => result[kind] > 0).map((kind) => (
          <List.Item key={kind} fw={kind === 'unchanged' || kind === 'refused' ? 400 : 600}>
            {t(`changes.result.${kind}`, { count: result[kind] })}
          </List.Item>
        ))}
        {left > 0 && <List.Item>{t('changes.result.notReached', { count: left })}</List.Item>}
      </List>
      <StoppedKeys keys={change.plan?.apiKeys} done />
    </>
  );
}
