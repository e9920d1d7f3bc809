import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { later } from '../../ui/later.tsx';
import { Opener } from '../../ui/overlay/opener.tsx';
import { TIME_FILTERS, VALUE_FILTERS, type ValueFilter } from '../../views/filter.ts';
import type { UsersAddress } from '../../views/use-users-address.ts';
import { useFilterWords } from './filter-words.ts';
import { OfferedFilters } from './offered-filters.tsx';

export type FilterAddress = Pick<UsersAddress, 'filter' | 'setFilter' | 'clear'>;
const FilterFields = later(async () => (await import('./filter-fields.tsx')).FilterFields);

export function FilterButton({ address }: { address: FilterAddress }) {
  const { t } = useTranslation();
  return (
    <Opener
      opens="dialog"
      button={
        <Button variant="default" px="sm">
          {t('users.filter')}
        </Button>
      }
    >
      {(at) => <FilterFields at={at} address={address} />}
    </Opener>
  );
}

/** The address without a field. */
export function withoutField({ filter }: Pick<FilterAddress, 'filter'>, field: ValueFilter) {
  return { [field]: [], not: [filter.not ?? []].flat().filter((name) => name !== field) };
}

/** The active filters and the number of people who match. */
export function ActiveFilters({ address, count }: { address: FilterAddress; count: number | undefined }) {
  const { t } = useTranslation();
  const { filter, setFilter, clear } = address;
  const words = useFilterWords(filter);
  const chips = [
    ...(filter.search
      ? [{ key: 'search', name: t('users.chip.search'), value: filter.search, change: { search: '' } }]
      : []),
    ...VALUE_FILTERS.flatMap((field) => {
      const values = [filter[field] ?? []].flat();
      const value = words.values(field, values);
      return values.length === 0
        ? []
        : [{ key: field, name: words.fieldName(field), value, change: withoutField(address, field) }];
    }),
    ...TIME_FILTERS.flatMap((name) => {
      const value = filter[name];
      return value === undefined
        ? []
        : [{ key: name, name: words.timeName(name, value), value: words.time(value), change: { [name]: '' } }];
    }),
  ].map(({ key, name, value, change }) => ({
    key,
    label: t('users.chip.label', { name, value }),
    onRemove: () => setFilter(change),
  }));
  return (
    <Group gap="md" mih={30}>
      <Text size="sm" c="dimmed" role="status">
        {count === undefined ? '' : t('words.people', { count })}
      </Text>
      <FilterChips chips={chips} onClear={clear} />
      <OfferedFilters address={address} />
    </Group>
  );
}
