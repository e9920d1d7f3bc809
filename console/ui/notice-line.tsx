import { CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  label: string;
  tone: 'waiting' | 'neutral';
  children: ReactNode;
  action?: ReactNode;
  onClose: () => void;
}

/** One quiet line above the page. It is a region, so that it is found, and not an alert, which would be read on every page. */
export function NoticeLine({ label, tone, children, action, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <section className="muster-notice" data-tone={tone} aria-label={label}>
      <p>{children}</p>
      {action}
      <CloseButton size="sm" aria-label={t('ui.putAway', { notice: label })} onClick={onClose} />
    </section>
  );
}
