import { Autocomplete, type AutocompleteProps, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnchorLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { accountQuery } from '../queries/account.ts';
import { groupsQuery } from '../queries/groups.ts';
import { departmentsQuery } from '../queries/users.ts';
import { useMay } from '../session/session.ts';
import { catalogQuery } from './catalog.ts';

const TYPING_PAUSE_MS = 200;
/** The most choices shown of those that match what is typed. */
const SHOWN_MAX = 200;
const BELOW = ['label', 'input', 'description', 'error'] as const;

interface Choice extends Omit<SelectProps, 'value' | 'onChange' | 'data'> {
  value: string;
  onChange: (value: string) => void;
}

/** A choice from a list. It has a clear button only if it may be empty. */
export function Choose({ onChange, value, ...props }: Choice & Pick<SelectProps, 'data'>) {
  const { t } = useTranslation();
  return (
    <Select
      {...props}
      {...(props.searchable && { limit: SHOWN_MAX })}
      value={value === '' ? null : value}
      onChange={(next) => onChange(next ?? '')}
      allowDeselect={false}
      checkIconPosition="right"
      clearButtonProps={{ 'aria-label': t('users.clearChoice') }}
      nothingFoundMessage={t('users.nothingFound')}
    />
  );
}

/** The free seats of a product; undefined if it needs none. */
export function useSeats() {
  const { data } = useQuery(accountQuery);
  return (product: string) => data?.seats.find((seat) => seat.product === product);
}

export function TypeSelect({ showSeats, ...props }: Choice & { showSeats?: boolean }) {
  const { t } = useTranslation();
  const { data } = useQuery(catalogQuery);
  const seatsOf = useSeats();
  const seats = showSeats ? seatsOf(props.value) : undefined;
  return (
    <Choose
      label={t('words.field.type')}
      {...props}
      data={data?.types.map(({ key, name }) => ({ value: key, label: name })) ?? []}
      {...(seats && { description: <SeatsLeft free={seats.free} />, inputWrapperOrder: [...BELOW] })}
    />
  );
}

/** With the way to more of them. */
function SeatsLeft({ free }: { free: number }) {
  const { t } = useTranslation();
  const { may } = useMay();
  return (
    <>
      {t('users.seatsLeft', { count: free })}{' '}
      {may('billing.manage') && (
        <AnchorLink to={paths.billing} size="xs" underline="always">
          {t('users.buySeats')}
        </AnchorLink>
      )}
    </>
  );
}

export function GroupSelect(props: Choice) {
  const { t } = useTranslation();
  const { data } = useQuery(groupsQuery);
  return (
    <Choose
      label={t('words.field.group')}
      searchable
      {...props}
      data={data?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
    />
  );
}

/** Free text, with suggestions from the values in use. */
export function DepartmentInput({ value, onChange, ...props }: Omit<AutocompleteProps, 'data'> & { value: string }) {
  const { t } = useTranslation();
  const [search] = useDebouncedValue(value, TYPING_PAUSE_MS);
  const { data } = useQuery(departmentsQuery(search));
  const names = data?.data.map(({ name }) => name).filter((name) => name !== '') ?? [];
  return (
    <Autocomplete
      label={t('words.field.department')}
      {...props}
      data={names}
      value={value}
      autoComplete="off"
      {...(onChange && { onChange })}
    />
  );
}

/** One of the departments in use. */
export function DepartmentFilter(props: Choice) {
  const { t } = useTranslation();
  const [search, setSearch] = useState(props.value);
  const [settled] = useDebouncedValue(search === props.value ? '' : search, TYPING_PAUSE_MS);
  const { data } = useQuery(departmentsQuery(settled));
  const names = data?.data.map(({ name }) => name).filter((name) => name !== '') ?? [];
  const known = props.value === '' || names.includes(props.value) ? names : [props.value, ...names];
  return (
    <Choose
      label={t('words.field.department')}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      {...props}
      data={known}
    />
  );
}
