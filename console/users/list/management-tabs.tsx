import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../parts/page-tabs.tsx';
import { paths } from '../../paths.ts';
import { accountQuery } from '../../queries/account.ts';
import { useFormat } from '../../ui/values.tsx';

export function ManagementTabs() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(accountQuery);
  const waiting = data?.counts.pending ?? 0;
  const extra = waiting > 0 && <span className="muster-number">{format.number(waiting)}</span>;
  return (
    <PageTabs
      label={t('users.management')}
      tabs={[
        { to: paths.users, title: t('users.tab.users') },
        { to: paths.pending, title: t('users.tab.pending'), extra },
        { to: paths.advanced, title: t('users.tab.advanced') },
      ]}
    />
  );
}
