import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';
import { accountQuery } from '../../queries/account.ts';
import { useFormat } from '../../ui/values.tsx';
import styles from '../users.module.css';

const TABS = [
  { to: paths.users, name: 'users' },
  { to: paths.pending, name: 'pending' },
  { to: paths.advanced, name: 'advanced' },
] as const;

export function ManagementTabs() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery(accountQuery);
  const waiting = data?.counts.pending ?? 0;
  return (
    <nav aria-label={t('users.management')} className={styles['tabs']}>
      {TABS.map(({ to, name }) => (
        <Link key={to} to={to} className={styles['tab']} activeOptions={{ exact: true, includeSearch: false }}>
          {t(`users.tab.${name}`)}
          {name === 'pending' && waiting > 0 && <span className="muster-number">{format.number(waiting)}</span>}
        </Link>
      ))}
    </nav>
  );
}
