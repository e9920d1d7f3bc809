import { Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WebhookDelivery } from '../../api/types.ts';
import styles from './webhooks.module.css';

/** What the receiver answered word for word, or why there is no answer. */
export function Answer({ delivery: { answer, failure } }: { delivery: WebhookDelivery }) {
  const { t } = useTranslation();
  if (failure !== null) return <Text size="sm">{failure}</Text>;
  if (!answer) return <Text size="sm">{t('webhooks.delivery.emptyAnswer')}</Text>;
  return (
    <Code block className={styles['text'] ?? ''} tabIndex={0}>
      {answer}
    </Code>
  );
}
