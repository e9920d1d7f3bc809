import { Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '../../ui/search-box.tsx';
import type { UsersAddress } from '../../views/use-users-address.ts';
import { ViewsMenu } from '../../views/views-menu.tsx';
import { ArrangeButton } from './arrange-button.tsx';
import { FilterButton } from './filter-bar.tsx';
import { SelectButton } from './select-button.tsx';
import { StatusButton } from './status-button.tsx';

/** The bar above the list: search, filter, arrange, select by addresses. */
export function Toolbar({ address, onFound }: { address: UsersAddress; onFound: (ids: string[]) => void }) {
  const { t } = useTranslation();
  const { filter, setSearch } = address;
  return (
    <Group gap="xs">
      <SearchBox value={filter.search ?? ''} onSearch={setSearch} label={t('users.search')} />
      <Group gap="xs" maw="100%" className="muster-tools">
        <StatusButton address={address} />
        <FilterButton address={address} />
        <ArrangeButton address={address} />
        <ViewsMenu address={address} />
        <SelectButton onFound={onFound} />
      </Group>
    </Group>
  );
}
