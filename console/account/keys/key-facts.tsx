import { Code } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/types.ts';
import { Facts } from '../../ui/table/facts.tsx';
import { useFormat, When } from '../../ui/values.tsx';
import { Maker } from '../maker.tsx';
import { LastUse } from './columns.tsx';
import { KeyStateMark } from './key-state.tsx';
import { usePermissionWords } from './permissions.ts';

interface Props {
  apiKey: ApiKey;
  /** Also what the form would show, for a person who cannot edit it. */
  all: boolean;
}

export function KeyFacts({ apiKey, all }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf } = usePermissionWords();
  const { permissions, addresses, earlierSecretUntil, expiresAt } = apiKey;
  const facts: [string, ReactNode][] = [
    [t('apiKeys.panel.key'), <Code key="key">{apiKey.prefix}…</Code>],
    [t('apiKeys.column.state'), <KeyStateMark key="state" state={apiKey.state} />],
    [t('apiKeys.column.maker'), <Maker key="maker" maker={apiKey.maker} />],
    [t('apiKeys.panel.made'), <When key="made" at={apiKey.createdAt} otherwise="" />],
    [t('apiKeys.column.used'), <LastUse key="used" apiKey={apiKey} />],
  ];
  if (earlierSecretUntil) facts.push([t('apiKeys.panel.earlier'), format.dateTime(earlierSecretUntil)]);
  if (all) {
    facts.push([t('apiKeys.column.expires'), expiresAt ? format.dateTime(expiresAt) : t('apiKeys.noEnd')]);
    facts.push([t('apiKeys.column.may'), format.list(permissions.map(nameOf))]);
    if (addresses.length > 0) facts.push([t('apiKeys.panel.networks'), addresses.join(', ')]);
  }
  return <Facts facts={facts.map(([label, value]) => ({ label, value }))} />;
}
