import { Button, Group, Popover, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../groups/queries.ts';
import { FilterChips } from '../ui/filter-chips.tsx';
import { catalogQuery, useNames } from './catalog.ts';
import { Choose, DepartmentFilter, GroupSelect, TypeSelect } from './fields.tsx';
import { type FilterName, ROLES } from './filter.ts';
import type { UsersAddress } from './use-users-address.ts';

type Address = Pick<UsersAddress, 'filter' | 'setFilter' | 'clear'>;
// Inside a popover a list must not hang outside of it, or choosing would close the popover.
const inside = { comboboxProps: { withinPortal: false }, clearable: true } as const;

export function FilterButton({ address }: { address: Address }) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-start" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" px="sm">
          {t('users.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('users.filter')}>
        <Filters address={address} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Filters({ address: { filter, setFilter } }: { address: Address }) {
  const { t } = useTranslation();
  const { data: catalog } = useQuery(catalogQuery);
  return (
    <Stack gap="sm">
      <TypeSelect {...inside} value={filter.type ?? ''} onChange={(type) => setFilter({ type })} />
      <Choose
        {...inside}
        label={t('words.field.role')}
        value={filter.role ?? ''}
        onChange={(role) => setFilter({ role })}
        data={ROLES.map((role) => ({ value: role, label: t(`words.role.${role}`) }))}
      />
      <GroupSelect {...inside} value={filter.groupId ?? ''} onChange={(groupId) => setFilter({ groupId })} />
      <DepartmentFilter
        {...inside}
        value={filter.department ?? ''}
        onChange={(department) => setFilter({ department })}
      />
      <Choose
        {...inside}
        label={t('users.addOn')}
        value={filter.addOn ?? ''}
        onChange={(addOn) => setFilter({ addOn })}
        data={catalog?.addOns.map(({ key, name }) => ({ value: key, label: name })) ?? []}
      />
    </Stack>
  );
}

/** The filters in force and how many they leave. */
export function ActiveFilters({ address, count }: { address: Address; count: number | undefined }) {
  const { t } = useTranslation();
  const { filter, setFilter, clear } = address;
  const { typeName, addOnName } = useNames();
  const { data: groups } = useQuery(groupsQuery);
  const group = groups?.data.find(({ id }) => id === filter.groupId)?.name ?? '…';
  const said: [FilterName, string, string][] = [
    ['search', t('users.chip.search'), filter.search ?? ''],
    ['status', t('words.field.status'), filter.status ? t(`users.status.${filter.status}`) : ''],
    ['type', t('words.field.type'), filter.type ? typeName(filter.type) : ''],
    ['role', t('words.field.role'), filter.role ? t(`words.role.${filter.role}`) : ''],
    ['groupId', t('words.field.group'), filter.groupId ? group : ''],
    ['department', t('words.field.department'), filter.department ?? ''],
    ['addOn', t('users.addOn'), filter.addOn ? addOnName(filter.addOn) : ''],
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
