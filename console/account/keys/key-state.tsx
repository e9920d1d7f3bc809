import { useTranslation } from 'react-i18next';
import type { ApiKey } from '../../api/types.ts';
import { Mark, type Tone } from '../../ui/mark.tsx';
import { useFormat } from '../../ui/values.tsx';

const TONE: Record<ApiKey['state'], Tone> = { active: 'good', expired: 'neutral', stopped: 'bad' };

export function KeyStateMark({ state }: Pick<ApiKey, 'state'>) {
  const { t } = useTranslation();
  return <Mark tone={TONE[state]}>{t(`apiKeys.state.${state}`)}</Mark>;
}

/** Why a key does not work, and the way on; null if it works. */
export function useWhyNot() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ state, stoppedBecause, expiresAt, maker }: ApiKey): string | null => {
    if (state === 'expired' && expiresAt) return t('apiKeys.why.expired', { date: format.date(expiresAt) });
    return stoppedBecause && t(`apiKeys.why.${stoppedBecause}`, { maker: maker?.name ?? '' });
  };
}
