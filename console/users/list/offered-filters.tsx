import { Button, Group, Text } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsQuery } from '../../queries/groups.ts';
import { departmentsQuery, jobTitlesQuery } from '../../queries/users.ts';
import type { ValueFilter } from '../../views/filter.ts';
import type { FilterAddress } from './filter-bar.tsx';
import { useFilterWords } from './filter-words.ts';

const LETTERS_MIN = 2;
const LETTERS_MAX = 40;
/** Of each field. */
const OFFERED_MAX = 2;

/** Filters that the searched text may mean: "Sal" offers "Department: Sales". */
export function OfferedFilters({ address: { filter, setFilter } }: { address: FilterAddress }) {
  const { t } = useTranslation();
  const search = filter.search?.trim() ?? '';
  const enabled = search.length >= LETTERS_MIN && search.length <= LETTERS_MAX && !search.includes('@');
  const { data: departments } = useQuery({ ...departmentsQuery(search), enabled });
  const { data: titles } = useQuery({ ...jobTitlesQuery(search), enabled });
  const { data: groups } = useQuery({ ...groupsQuery, enabled });
  const words = useFilterWords(filter);
  if (!enabled) return null;
  const begins = (name: string) => ` ${name.toLowerCase()}`.includes(` ${search.toLowerCase()}`);
  const offered: { field: ValueFilter; value: string; name: string }[] = [
    ...named('department', departments?.data),
    ...named('jobTitle', titles?.data),
    ...(groups?.data ?? [])
      .filter(({ name }) => begins(name))
      .slice(0, OFFERED_MAX)
      .map(({ id, name }) => ({ field: 'groupId' as const, value: id, name })),
  ].filter(({ field, name }) => filter[field] === undefined && begins(name));
  if (offered.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label={t('users.offered')}>
      <Text size="sm" c="dimmed">
        {t('users.offered')}
      </Text>
      {offered.map(({ field, value, name }) => (
        <Button
          key={`${field} ${value}`}
          size="compact-sm"
          variant="light"
          leftSection={<IconFilter size={14} aria-hidden />}
          onClick={() => setFilter({ search: '', [field]: [value] })}
        >
          {t('users.chip.label', { name: words.fieldName(field), value: name })}
        </Button>
      ))}
    </Group>
  );
}

function named<Field extends 'department' | 'jobTitle'>(field: Field, found: { name: string }[] = []) {
  return found.slice(0, OFFERED_MAX).map(({ name }) => ({ field, value: name, name }));
}
