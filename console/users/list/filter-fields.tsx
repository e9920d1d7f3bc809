import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plainFields } from '../../api/generated/fields.ts';
import { catalogQuery } from '../../fields/catalog.ts';
import { ManagerPicker } from '../../fields/manager-picker.tsx';
import { accountQuery } from '../../queries/account.ts';
import { groupsQuery } from '../../queries/groups.ts';
import { departmentsQuery, jobTitlesQuery } from '../../queries/users.ts';
import type { Opening } from '../../ui/overlay/opener.tsx';
import { PanelAt } from '../../ui/overlay/panel.tsx';
import { MAIL_STATES, ROLES } from '../../views/filter.ts';
import styles from '../users.module.css';
import type { FilterAddress } from './filter-bar.tsx';
import { useFilterWords } from './filter-words.ts';
import { TextsFilter, ValuesFilter } from './values-filter.tsx';

const TYPING_PAUSE_MS = 200;

/** The fields of the filter. Each takes effect at once. */
export function FilterFields({ at, address }: { at: Opening; address: FilterAddress }) {
  const { t } = useTranslation();
  const { filter, setFilter } = address;
  const words = useFilterWords(filter);
  const { data: catalog } = useQuery(catalogQuery);
  const { data: account } = useQuery(accountQuery);
  const { data: groups } = useQuery(groupsQuery);
  const types = catalog?.types.map(({ key, name }) => ({ value: key, label: name, count: account?.totals[key] }));
  return (
    <PanelAt at={at} width={560} label={t('users.filter')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="sm" className={styles['filters'] ?? ''}>
        <ValuesFilter field="type" address={address} choices={types} />
        <ValuesFilter
          field="role"
          address={address}
          choices={ROLES.map((role) => ({ value: role, label: t(`words.role.${role}`) }))}
        />
        <ValuesFilter
          field="groupId"
          address={address}
          choices={groups?.data.map(({ id, name, members }) => ({ value: id, label: name, count: members }))}
        />
        <DepartmentsFilter address={address} />
        <ValuesFilter
          field="addOn"
          mayBeEmpty
          address={address}
          choices={catalog?.addOns.map(({ key, name }) => ({ value: key, label: name }))}
        />
        <ValuesFilter
          field="mailState"
          mayBeEmpty
          address={address}
          choices={MAIL_STATES.map((state) => ({ value: state, label: t(`words.mail.${state}`) }))}
        />
        <SignInFilter address={address} />
        <ExpiryFilter address={address} />
        <DayFilter name="addedSince" address={address} />
        <DayFilter name="addedBefore" address={address} />
        <ManagerPicker
          comboboxProps={{ withinPortal: false }}
          clearable
          label={words.fieldName('managerId')}
          id={[filter.managerId ?? ''].flat()[0] ?? ''}
          onChange={(id) => setFilter({ managerId: id === '' ? [] : [id] })}
        />
        <JobTitlesFilter address={address} />
        {plainFields
          .filter((field) => field !== 'jobTitle')
          .map((field) => (
            <TextsFilter key={field} field={field} address={address} />
          ))}
      </SimpleGrid>
    </PanelAt>
  );
}

type Props = { address: FilterAddress };

/** Departments in use, with suggestions while typing. */
function DepartmentsFilter({ address }: Props) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, TYPING_PAUSE_MS);
  const { data } = useQuery(departmentsQuery(search));
  return (
    <ValuesFilter
      field="department"
      mayBeEmpty
      address={address}
      choices={data?.data.map(({ name, count }) => ({ value: name, label: name, count }))}
      onTyped={setTyped}
    />
  );
}

function JobTitlesFilter({ address }: Props) {
  const { data } = useQuery(jobTitlesQuery(''));
  return <TextsFilter field="jobTitle" address={address} suggestions={data?.data.map(({ name }) => name) ?? []} />;
}

const inside = { comboboxProps: { withinPortal: false }, clearable: true } as const;
const NO_SIGN_IN_DAYS = ['30d', '90d', '180d', '365d'];
const SIGNED_IN_DAYS = ['7d', '30d', '90d'];
const EXPIRY_DAYS = ['1d', '3d', '7d', '14d'];

/** Not for so long, or within so long. Another number of days, as of a shared address, is one of the choices. */
function SignInFilter({ address: { filter, setFilter } }: Props) {
  const { t } = useTranslation();
  const { time } = useFilterWords(filter);
  const { noSignInSince: not, signedInSince: since } = filter;
  const longs = [...new Set([...NO_SIGN_IN_DAYS, ...(not ? [not] : [])])];
  const shorts = [...new Set([...SIGNED_IN_DAYS, ...(since ? [since] : [])])];
  return (
    <Select
      {...inside}
      label={t('words.field.lastSignIn')}
      placeholder={t('users.anyTime')}
      value={not ? `not ${not}` : since ? `since ${since}` : null}
      onChange={(chosen) => {
        const [which, value = ''] = chosen?.split(' ') ?? [];
        setFilter({ noSignInSince: which === 'not' ? value : '', signedInSince: which === 'since' ? value : '' });
      }}
      data={[
        ...longs.map((value) => ({ value: `not ${value}`, label: t('users.noSignInFor', { time: time(value) }) })),
        ...shorts.map((value) => ({
          value: `since ${value}`,
          label: t('users.signedInWithin', { time: time(value) }),
        })),
      ]}
    />
  );
}

function ExpiryFilter({ address: { filter, setFilter } }: Props) {
  const { t } = useTranslation();
  const { time } = useFilterWords(filter);
  const { expiresBefore: value } = filter;
  const choices = [...new Set([...EXPIRY_DAYS, ...(value ? [value] : [])])];
  return (
    <Select
      {...inside}
      label={t('users.invitationExpires')}
      placeholder={t('users.anyTime')}
      value={value ?? null}
      onChange={(chosen) => setFilter({ expiresBefore: chosen ?? '' })}
      data={choices.map((choice) => ({ value: choice, label: t('users.within', { time: time(choice) }) }))}
    />
  );
}

/** A day. A number of days, as of a shared address, is shown by its chip alone. */
function DayFilter({ name, address: { filter, setFilter } }: Props & { name: 'addedSince' | 'addedBefore' }) {
  const { t } = useTranslation();
  return (
    <TextInput
      type="date"
      label={t(`users.time.${name}.day`)}
      value={filter[name]?.slice(0, 10) ?? ''}
      onChange={({ currentTarget }) => setFilter({ [name]: currentTarget.value })}
    />
  );
}
