import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { ManagementTabs } from './management-tabs.tsx';

interface Props {
  actions?: ReactNode;
  children: ReactNode;
}

/** The place with the three tabs Users, Pending and Advanced; each tab is a page with an address of its own. */
export function UserManagement({ actions, children }: Props) {
  const { t } = useTranslation();
  return (
    <Page title={t('users.management')} actions={actions}>
      <ManagementTabs />
      {children}
    </Page>
  );
}
