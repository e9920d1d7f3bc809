import { Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { accountQuery } from '../../queries/account.ts';
import { MenuAt } from '../../ui/overlay/menu.tsx';
import type { Opening } from '../../ui/overlay/opener.tsx';
import { useFormat } from '../../ui/values.tsx';
import { STATUSES, statusOf } from '../../views/filter.ts';
import { type FilterAddress, withoutField } from './filter-bar.tsx';

export function StatusEntries({ at, address }: { at: Opening; address: FilterAddress }) {
  const { t } = useTranslation();
  const { filter, setFilter } = address;
  const { data: account } = useQuery(accountQuery);
  const choose = (status: string) => setFilter({ ...withoutField(address, 'status'), status: status ? [status] : [] });
  return (
    <MenuAt at={at} position="bottom-start" width={200}>
      <Menu.RadioGroup value={statusOf(filter) ?? ''} onChange={choose}>
        <Menu.RadioItem value="">{t('users.everyone')}</Menu.RadioItem>
        {STATUSES.map((status) => (
          <Menu.RadioItem
            key={status}
            value={status}
            aria-label={t(`users.status.${status}`)}
            rightSection={<Count n={account?.counts[status]} />}
          >
            {t(`users.status.${status}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </MenuAt>
  );
}

function Count({ n }: { n: number | undefined }) {
  const { number } = useFormat();
  return (
    <Text size="xs" c="dimmed">
      {n === undefined ? '' : number(n)}
    </Text>
  );
}
