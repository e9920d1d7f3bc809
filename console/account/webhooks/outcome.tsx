import { useTranslation } from 'react-i18next';
import type { WebhookDelivery } from '../../api/types.ts';
import { Mark } from '../../ui/mark.tsx';
import { useFormat } from '../../ui/values.tsx';

/** Whether the receiver took a delivery, as a word with a colour. */
export function OutcomeMark({ delivered }: Pick<WebhookDelivery, 'delivered'>) {
  const { t } = useTranslation();
  return (
    <Mark tone={delivered ? 'good' : 'bad'}>{t(delivered ? 'webhooks.outcome.taken' : 'webhooks.outcome.not')}</Mark>
  );
}

/** What the receiver answered, in words, and how long that took. */
export function useOutcomeWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return {
    said: ({ status }: WebhookDelivery) =>
      status === null ? t('webhooks.outcome.silent') : t(`webhooks.outcome.${kindOf(status)}`, { status }),
    took: ({ tookMs }: WebhookDelivery) => t('webhooks.outcome.ms', { ms: format.number(tookMs) }),
  };
}

function kindOf(status: number) {
  if (status === 410) return 'gone';
  if (status === 404) return 'unknown';
  if (status === 401 || status === 403) return 'refused';
  if (status === 429) return 'tooFast';
  if (status >= 500) return 'broken';
  if (status >= 400) return 'wrong';
  return status >= 300 ? 'elsewhere' : 'good';
}
