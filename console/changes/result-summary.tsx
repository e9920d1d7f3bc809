import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Counts } from '../api/change-types.ts';
import { affectedBy } from './change.ts';

const COUNTS = ['create', 'update', 'remove', 'unchanged', 'refused'] as const;

/** What came of a change, in numbers. */
export function ResultSummary({ result }: { result: Counts }) {
  const { t } = useTranslation();
  return (
    <>
      {affectedBy(result) === 0 && <Text fw={500}>{t('changes.result.nothing')}</Text>}
      <List size="sm" spacing={4}>
        {COUNTS.filter((kind) => result[kind] > 0).map((kind) => (
          <List.Item key={kind} fw={kind === 'unchanged' || kind === 'refused' ? 400 : 600}>
            {t(`changes.result.${kind}`, { count: result[kind] })}
          </List.Item>
        ))}
      </List>
    </>
  );
}
