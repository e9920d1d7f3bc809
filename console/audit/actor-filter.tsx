import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Actor, User } from '../api/types.ts';
import { labelOf } from '../fields/person-picker.tsx';
import { apiKeysQuery } from '../queries/api-keys.ts';
import { userQuery, usersQuery } from '../queries/users.ts';
import { useMay } from '../session/session.ts';

const TYPING_PAUSE_MS = 250;

interface Props {
  id: string | undefined;
  /** Those of the lines that are shown: a key that was revoked is known by them alone. */
  shown: readonly Actor[];
  onChange: (id: string) => void;
}

/** Finds who did something: a person by part of a name or address, or an API key. The address has the id, so that the filter can be shared. */
export function ActorFilter({ id, shown, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const apiKeys = useKeys(id, shown);
  const isKey = apiKeys.some(({ value }) => value === id);
  const { data: person } = useQuery({ ...userQuery(id ?? ''), enabled: id !== undefined && !isKey });
  const chosen = apiKeys.find(({ value }) => value === id)?.label ?? (person && labelOf(person));
  const people = usePeople(typed === chosen ? '' : typed.trim());
  const known = person && !people.some(({ value }) => value === person.id) ? [optionOf(person), ...people] : people;
  const words = typed === chosen ? '' : typed.trim().toLowerCase();
  const data = [
    { group: t('audit.people'), items: known },
    {
      group: t('audit.keys'),
      items: apiKeys.filter(({ value, label }) => value === id || label.toLowerCase().includes(words)),
    },
  ];
  return (
    <Select
      key={chosen}
      label={t('audit.actor')}
      placeholder={t('audit.findActor')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('users.clearChoice') }}
      value={chosen ? (id ?? null) : null}
      onChange={(next) => onChange(next ?? '')}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={data.filter(({ items }) => items.length > 0)}
      nothingFoundMessage={t('users.nothingFound')}
      w={260}
      maw="100%"
    />
  );
}

function usePeople(words: string) {
  const [search] = useDebouncedValue(words, TYPING_PAUSE_MS);
  const { data } = useInfiniteQuery({
    ...usersQuery(search ? { search } : {}, 'name'),
    placeholderData: keepPreviousData,
  });
  return data?.pages[0]?.data.map(optionOf) ?? [];
}

function useKeys(id: string | undefined, shown: readonly Actor[]) {
  const { may } = useMay();
  const { data } = useQuery({ ...apiKeysQuery, enabled: may('api_keys.manage') });
  const keys = data?.data.map(({ id: value, name: label }) => ({ value, label })) ?? [];
  const gone = shown.find((actor) => actor.kind === 'apiKey' && actor.id === id);
  if (id === undefined || !gone || keys.some(({ value }) => value === id)) return keys;
  return [...keys, { value: id, label: gone.name }];
}

function optionOf(user: User) {
  return { value: user.id, label: labelOf(user) };
}
