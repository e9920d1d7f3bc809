import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../../api/types.ts';
import { Facts } from '../../ui/table/facts.tsx';
import { useFormat, When } from '../../ui/values.tsx';
import { Maker } from '../maker.tsx';
import { Behind } from './columns.tsx';
import { EVENT_TYPES, typesOf, useTypeWords } from './event-types.ts';
import { WebhookStateMark } from './webhook-state.tsx';
import styles from './webhooks.module.css';

export function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf, inShort } = useTypeWords();
  const { url, types, batch, pace, maker, createdAt, secretRotatedUntil } = webhook;
  const all = typesOf(types);
  const facts: [string, ReactNode][] = [
    [
      t('webhooks.column.address'),
      <span key="url" style={{ overflowWrap: 'anywhere' }}>
        {url}
      </span>,
    ],
    [t('webhooks.column.state'), <WebhookStateMark key="state" {...webhook} />],
    [t('webhooks.column.behind'), <Behind key="behind" webhook={webhook} />],
    [
      t('webhooks.column.brings'),
      <Fragment key="brings">
        {inShort(all)}
        {all.length < EVENT_TYPES.length && <span className={styles['says']}>{all.map(nameOf).join(', ')}</span>}
      </Fragment>,
    ],
    [t('webhooks.page.requests'), t(batch ? 'webhooks.page.many' : 'webhooks.page.one')],
  ];
  if (pace !== null) facts.push([t('webhooks.page.pace'), t('webhooks.page.paceOf', { count: pace })]);
  facts.push([t('webhooks.column.maker'), <Maker key="maker" maker={maker} />]);
  facts.push([t('webhooks.page.made'), <When key="made" at={createdAt} otherwise="" />]);
  if (secretRotatedUntil) facts.push([t('webhooks.page.bothUntil'), format.dateTime(secretRotatedUntil)]);
  return <Facts facts={facts.map(([label, value]) => ({ label, value }))} />;
}
