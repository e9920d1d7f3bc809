import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { paths } from '../paths.ts';
import styles from './page-tabs.module.css';

type Paths = typeof paths;
type Tab = {
  to: Paths['users' | 'pending' | 'advanced' | 'account' | 'mail' | 'apiKeys' | 'webhooks'];
  title: string;
  extra?: ReactNode;
};

/** Parts of one page, each with its own address. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className={styles['tabs']}>
      {tabs.map(({ to, title, extra }) => (
        <Link key={to} to={to} className={styles['tab']} activeOptions={{ exact: true, includeSearch: false }}>
          {title}
          {extra}
        </Link>
      ))}
    </nav>
  );
}
