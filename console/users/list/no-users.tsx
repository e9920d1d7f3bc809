import { Button, Group } from '@mantine/core';
import { IconSearch, IconTrash, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import { statusOf } from '../../views/filter.ts';
import type { UsersAddress } from '../../views/use-users-address.ts';

/** No person matches. An empty trash is good news; a filter that is too narrow can be cleared. */
export function NoUsers({ address }: { address: UsersAddress }) {
  const { t } = useTranslation();
  const { filter, clear } = address;
  const only = Object.keys(filter).length === 1 ? statusOf(filter) : undefined;
  const Icon = only === 'removed' ? IconTrash : only ? IconUsers : IconSearch;
  const kind = only ?? 'filtered';
  return (
    <Empty
      icon={<Icon aria-hidden />}
      title={t(`users.empty.${kind}.title`)}
      body={t(`users.empty.${kind}.body`)}
      action={
        <Group>
          <Button variant="default" onClick={clear}>
            {t('users.empty.everyone')}
          </Button>
        </Group>
      }
    />
  );
}
