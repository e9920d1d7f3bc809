import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Mail } from '../api/types.ts';
import { NavItem } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { When } from '../ui/values.tsx';
import styles from './mailbox.module.css';

export function MailList({ mails, chosen }: { mails: Mail[]; chosen: string | undefined }) {
  const { t } = useTranslation();
  return (
    <ul className={styles['mails']} aria-label={t('access.mailbox.list')}>
      {mails.map(({ id, subject, to, sentAt }) => (
        <li key={id}>
          <NavItem
            to={paths.mailbox}
            search={{ mail: id }}
            active={id === chosen}
            aria-current={id === chosen}
            label={subject}
            description={to}
            rightSection={
              <Text size="xs" span {...(id !== chosen && { c: 'dimmed' })}>
                <When at={sentAt} otherwise="" />
              </Text>
            }
          />
        </li>
      ))}
    </ul>
  );
}
