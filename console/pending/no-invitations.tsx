import { Button } from '@mantine/core';
import { IconMail, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Empty } from '../ui/empty.tsx';
import type { PendingAddress } from './use-pending-address.ts';

export function NoInvitations({ address: { filter, status, clear } }: { address: PendingAddress }) {
  const { t } = useTranslation();
  if (Object.keys(filter).length > 0)
    return (
      <Empty
        icon={<IconSearch aria-hidden />}
        title={t('pending.empty.filtered.title')}
        body={t('pending.empty.filtered.body')}
        action={
          <Button variant="default" onClick={clear}>
            {t('pending.empty.clear')}
          </Button>
        }
      />
    );
  return (
    <Empty
      icon={<IconMail aria-hidden />}
      title={t(`pending.empty.${status}.title`)}
      body={t(`pending.empty.${status}.body`)}
      action={status === 'pending' && <ButtonLink to={paths.addUsers}>{t('users.add')}</ButtonLink>}
    />
  );
}
