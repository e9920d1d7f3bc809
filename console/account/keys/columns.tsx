import { Button, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/types.ts';
import type { Column } from '../../ui/table/column.ts';
import { useFormat, When } from '../../ui/values.tsx';
import { Maker } from '../maker.tsx';
import { KeyStateMark, useWhyNot } from './key-state.tsx';
import styles from './keys.module.css';
import { usePermissionWords } from './permissions.ts';
import { type RunKeyAction, useOffered } from './use-offered.ts';

const SOON_MS = 7 * 86_400_000;

/** Keep `run` the same between renders. */
export function useKeyColumns(run: RunKeyAction): Column<ApiKey>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('apiKeys.column.name'),
        sort: 'name',
        render: ({ name, prefix }) => (
          <span className={styles['key']}>
            <span className={styles['name']}>{name}</span>
            <span className={styles['prefix']}>{prefix}…</span>
          </span>
        ),
      },
      { key: 'may', title: t('apiKeys.column.may'), render: (key) => <MayDo apiKey={key} /> },
      { key: 'maker', title: t('apiKeys.column.maker'), render: (key) => <Maker maker={key.maker} /> },
      { key: 'used', title: t('apiKeys.column.used'), sort: 'used', render: (key) => <LastUse apiKey={key} /> },
      { key: 'expires', title: t('apiKeys.column.expires'), sort: 'expires', render: (key) => <Ends apiKey={key} /> },
      { key: 'state', title: t('apiKeys.column.state'), render: (key) => <State apiKey={key} run={run} /> },
    ],
    [t, run],
  );
}

interface Props {
  apiKey: ApiKey;
}

function MayDo({ apiKey: { permissions } }: Props) {
  const { nameOf, inShort } = usePermissionWords();
  return (
    <Text size="sm" title={permissions.map(nameOf).join(', ')}>
      {inShort(permissions)}
    </Text>
  );
}

export function LastUse({ apiKey: { lastUsedAt, lastUsedFrom } }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['used']}>
      <When at={lastUsedAt} otherwise={t('apiKeys.neverUsed')} />
      {lastUsedFrom && (
        <Text size="xs" c="dimmed">
          {t('apiKeys.from', { address: lastUsedFrom })}
        </Text>
      )}
    </div>
  );
}

/** What ends within a week shows how soon. */
function Ends({ apiKey: { expiresAt, state } }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!expiresAt)
    return (
      <Text span inherit c="dimmed">
        {t('apiKeys.noEnd')}
      </Text>
    );
  const isSoon = state !== 'expired' && Date.parse(expiresAt) - Date.now() < SOON_MS;
  return (
    <time
      dateTime={expiresAt}
      title={format.dateTime(expiresAt)}
      data-soon={isSoon || undefined}
      className={styles['end']}
    >
      {isSoon ? format.relative(expiresAt) : format.date(expiresAt)}
    </time>
  );
}

function State({ apiKey, run }: Props & { run: RunKeyAction }) {
  const { t } = useTranslation();
  const format = useFormat();
  const why = useWhyNot()(apiKey);
  const { offered } = useOffered();
  const { earlierSecretUntil: until } = apiKey;
  const said = why ?? (until && t('apiKeys.earlier', { date: format.dateTime(until) }));
  return (
    <Stack gap={2} align="flex-start" maw={260}>
      <KeyStateMark state={apiKey.state} />
      {said && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {said}
        </Text>
      )}
      {apiKey.state === 'stopped' && offered(apiKey).includes('take_over') && (
        <Button size="compact-xs" variant="default" mt={2} onClick={() => run('take_over', apiKey)}>
          {t('apiKeys.action.take_over')}
        </Button>
      )}
    </Stack>
  );
}
