import { useTranslation } from 'react-i18next';
import type { Webhook } from '../../api/types.ts';
import { Mark, type Tone } from '../../ui/mark.tsx';
import { useFormat } from '../../ui/values.tsx';

const TONE: Record<Webhook['state'], Tone> = { active: 'good', retrying: 'waiting', paused: 'bad' };

export function WebhookStateMark({ state, pausedBecause }: Pick<Webhook, 'state' | 'pausedBecause'>) {
  const { t } = useTranslation();
  return <Mark tone={pausedBecause === 'asked' ? 'neutral' : TONE[state]}>{t(`webhooks.state.${state}`)}</Mark>;
}

/** Why a webhook brings nothing at present, and the way on; null if it does. */
export function useWhyWaiting() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ state, pausedBecause, tries, nextTryAt, maker }: Webhook): string | null => {
    if (state === 'paused') return t(`webhooks.why.${pausedBecause ?? 'asked'}`, { maker: maker?.name ?? '' });
    if (state !== 'retrying') return null;
    const isDue = !nextTryAt || Date.parse(nextTryAt) <= Date.now();
    return isDue
      ? t('webhooks.why.retryingNow', { count: tries })
      : t('webhooks.why.retrying', { count: tries, when: format.relative(nextTryAt), at: format.dateTime(nextTryAt) });
  };
}

/** What a webhook is called: its description, or else the server it goes to. */
export function nameOf({ description, url }: Pick<Webhook, 'description' | 'url'>): string {
  return description || (URL.parse(url)?.host ?? url);
}
