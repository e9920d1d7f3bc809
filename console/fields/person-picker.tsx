import { Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User, UserFilter } from '../api/types.ts';
import { usersQuery } from '../queries/users.ts';
import { nameOf } from './name.ts';

const TYPING_PAUSE_MS = 250;

interface Props extends Omit<SelectProps, 'value' | 'onChange' | 'data' | 'filter'> {
  value: User | null;
  onChange: (user: User | null) => void;
  /** Only people like this can be chosen. */
  filter?: UserFilter;
  except?: string;
}

/** Finds one person by part of a name or address. The server searches, so any number of people works. */
export function PersonPicker({ value, onChange, filter = {}, except, ...props }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(value && typed === labelOf(value) ? '' : typed.trim(), TYPING_PAUSE_MS);
  const { data } = useInfiniteQuery({
    ...usersQuery({ ...filter, ...(search && { search }) }, 'name'),
    placeholderData: keepPreviousData,
  });
  const found = data?.pages[0]?.data.filter(({ id }) => id !== except) ?? [];
  const shown = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
  return (
    <Select
      {...props}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('users.clearChoice') }}
      value={value?.id ?? null}
      onChange={(id) => onChange(shown.find((user) => user.id === id) ?? null)}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={shown.map((user) => ({ value: user.id, label: labelOf(user) }))}
      nothingFoundMessage={t('users.nothingFound')}
      placeholder={t('users.findPerson')}
    />
  );
}

/** A name, and the address behind it. */
export function labelOf(user: User): string {
  return nameOf(user) === user.email ? user.email : `${nameOf(user)} (${user.email})`;
}
