import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { UserFilter } from '../../api/types.ts';
import { useNames } from '../../fields/catalog.ts';
import { nameOf } from '../../fields/name.ts';
import { groupsQuery } from '../../queries/groups.ts';
import { userQuery } from '../../queries/users.ts';
import { useFormat } from '../../ui/values.tsx';
import { MAIL_STATES, ROLES, STATUSES, type TimeFilter, type ValueFilter } from '../../views/filter.ts';

/** The words of a filter: of its fields, their values and times. */
export function useFilterWords(filter: UserFilter) {
  const { t } = useTranslation();
  const { date, either } = useFormat();
  const { typeName, addOnName } = useNames();
  const { data: groups } = useQuery(groupsQuery);
  const managers = useQueries({
    queries: [filter.managerId ?? []]
      .flat()
      .filter((id) => id !== '')
      .map((id) => userQuery(id)),
    combine: (found) => found.flatMap(({ data }) => data ?? []),
  });
  const fieldName = (field: ValueFilter): string => {
    if (field === 'groupId') return t('words.field.group');
    if (field === 'managerId') return t('words.field.manager');
    if (field === 'addOn' || field === 'mailState') return t(`users.${field}`);
    return t(`words.field.${field}`);
  };
  const one = (field: ValueFilter, value: string): string => {
    if (value === '') return t('users.isEmpty');
    if (field === 'type') return typeName(value);
    if (field === 'addOn') return addOnName(value);
    if (field === 'groupId') return groups?.data.find(({ id }) => id === value)?.name ?? '…';
    if (field === 'managerId') {
      const manager = managers.find(({ id }) => id === value);
      return manager ? nameOf(manager) : '…';
    }
    const [status, role, state] = [found(STATUSES, value), found(ROLES, value), found(MAIL_STATES, value)];
    if (field === 'status' && status) return t(`users.status.${status}`);
    if (field === 'role' && role) return t(`words.role.${role}`);
    return field === 'mailState' && state ? t(`words.mail.${state}`) : value;
  };
  return {
    fieldName,
    one,
    /** "Sales or Legal", "not Sales" */
    values: (field: ValueFilter, values: readonly string[]) => {
      const words = either(values.map((value) => one(field, value)));
      return [filter.not].flat().includes(field) ? t('users.not', { words }) : words;
    },
    /** "30 days", or the day itself. */
    time: (value: string) => {
      const days = /^(\d+)d$/.exec(value)?.[1];
      return days === undefined ? date(value) : t('users.days', { count: Number(days) });
    },
    timeName: (name: TimeFilter, value: string) => t(`users.time.${name}.${/^\d+d$/.test(value) ? 'days' : 'day'}`),
  };
}

const found = <Word extends string>(words: readonly Word[], value: string) => words.find((word) => word === value);
