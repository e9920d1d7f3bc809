import { useTranslation } from 'react-i18next';
import { PageTabs } from '../parts/page-tabs.tsx';
import { paths } from '../paths.ts';
import { useMay } from '../session/session.ts';

export function AccountTabs() {
  const { t } = useTranslation();
  const { may } = useMay();
  const tabs = [
    { to: paths.account, title: t('account.settings'), permission: 'account.manage' },
    { to: paths.mail, title: t('mail.title'), permission: 'account.manage' },
    { to: paths.apiKeys, title: t('apiKeys.title'), permission: 'api_keys.manage' },
    { to: paths.webhooks, title: t('webhooks.title'), permission: 'webhooks.manage' },
  ] as const;
  return <PageTabs label={t('account.title')} tabs={tabs.filter(({ permission }) => may(permission))} />;
}
