import { IconHistoryOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../ui/empty.tsx';

/** Says that a change does not exist here, with a way on. */
export function GoneChange({ action }: { action: ReactNode }) {
  const { t } = useTranslation();
  return <Empty icon={<IconHistoryOff aria-hidden />} title={t('changes.gone.body')} action={action} />;
}
