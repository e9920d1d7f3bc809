import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '../ui/search-box.tsx';
import { ViewsMenu } from '../views/views-menu.tsx';
import { ArrangeButton } from './arrange-button.tsx';
import { Choose } from './fields.tsx';
import { STATUSES } from './filter.ts';
import { FilterButton } from './filter-bar.tsx';
import type { UsersAddress } from './use-users-address.ts';

/** What stands above the list: find, narrow down, arrange. */
export function Toolbar({ address }: { address: UsersAddress }) {
  const { t } = useTranslation();
  const { filter, setFilter, setSearch } = address;
  return (
    <Group gap="xs">
      <SearchBox value={filter.search ?? ''} onSearch={setSearch} label={t('users.search')} />
      <Choose
        aria-label={t('words.field.status')}
        value={filter.status ?? ''}
        onChange={(status) => setFilter({ status })}
        placeholder={t('users.everyone')}
        clearable
        w={{ base: 132, sm: 150 }}
        data={STATUSES.map((status) => ({ value: status, label: t(`users.status.${status}`) }))}
      />
      <FilterButton address={address} />
      <ArrangeButton address={address} />
      <ViewsMenu address={address} />
    </Group>
  );
}
