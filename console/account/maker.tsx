import { useTranslation } from 'react-i18next';
import { useMay } from '../session/session.ts';

/** The person who made a key or a webhook, and answers for it. */
export function Maker({ maker }: { maker: { id: string; name: string } | null }) {
  const { t } = useTranslation();
  const { isMe } = useMay();
  if (!maker) return t('account.maker.erased');
  return <span style={{ overflowWrap: 'anywhere' }}>{isMe(maker) ? t('account.maker.you') : maker.name}</span>;
}
