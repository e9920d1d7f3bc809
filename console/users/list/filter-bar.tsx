import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { plainFields } from '../../api/generated/fields.ts';
import { useNames } from '../../fields/catalog.ts';
import { nameOf } from '../../fields/name.ts';
import { groupsQuery } from '../../queries/groups.ts';
import { userQuery } from '../../queries/users.ts';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { later } from '../../ui/later.tsx';
import { Opener } from '../../ui/overlay/opener.tsx';
import type { FilterName } from '../../views/filter.ts';
import type { UsersAddress } from '../../views/use-users-address.ts';

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

/** The active filters and the number of people who match. */
export function ActiveFilters({ address, count }: { address: FilterAddress; count: number | undefined }) {
  const { t } = useTranslation();
  const { filter, setFilter, clear } = address;
  const { typeName, addOnName } = useNames();
  const { data: groups } = useQuery(groupsQuery);
  const { data: manager } = useQuery({ ...userQuery(filter.managerId ?? ''), enabled: Boolean(filter.managerId) });
  const group = groups?.data.find(({ id }) => id === filter.groupId)?.name ?? '…';
  const said: [FilterName, string, string][] = [
    ['search', t('users.chip.search'), filter.search ?? ''],
    ['status', t('words.field.status'), filter.status ? t(`users.status.${filter.status}`) : ''],
    ['type', t('words.field.type'), filter.type ? typeName(filter.type) : ''],
    ['role', t('words.field.role'), filter.role ? t(`words.role.${filter.role}`) : ''],
    ['groupId', t('words.field.group'), filter.groupId ? group : ''],
    ['department', t('words.field.department'), filter.department ?? ''],
    ['addOn', t('users.addOn'), filter.addOn ? addOnName(filter.addOn) : ''],
    ['managerId', t('words.field.manager'), filter.managerId ? (manager ? nameOf(manager) : '…') : ''],
    ...plainFields.map((field): [FilterName, string, string] => [
      field,
      t(`words.field.${field}`),
      filter[field] ?? '',
    ]),
  ];
  const chips = said
    .filter(([, , value]) => value !== '')
    .map(([key, name, value]) => ({
      key,
      label: t('users.chip.label', { name, value }),
      onRemove: () => setFilter({ [key]: '' }),
    }));
  return (
    <Group gap="md" mih={30}>
      <Text size="sm" c="dimmed" role="status">
        {count === undefined ? '' : t('words.people', { count })}
      </Text>
      <FilterChips chips={chips} onClear={clear} />
    </Group>
  );
}
