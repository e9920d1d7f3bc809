import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { ManagementTabs } from './management-tabs.tsx';

interface Props {
  actions?: ReactNode;
  children: ReactNode;
}

/** The page with the three tabs Users, Pending and Advanced. Each tab has its own address. */
export function UserManagement({ actions, children }: Props) {
  const { t } = useTranslation();
  return (
    <Page title={t('users.management')} actions={actions}>
      <ManagementTabs />
      {children}
    </Page>
  );
}
