import { useTranslation } from 'react-i18next';
import { PageTabs } from '../parts/page-tabs.tsx';
import { paths } from '../paths.ts';

export function AccountTabs() {
  const { t } = useTranslation();
  return (
    <PageTabs
      label={t('account.title')}
      tabs={[
        { to: paths.account, title: t('account.settings') },
        { to: paths.mail, title: t('mail.title') },
      ]}
    />
  );
}
