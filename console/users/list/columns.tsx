import type { TFunction } from 'i18next';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { plainFields } from '../../api/generated/fields.ts';
import { recordOf } from '../../api/records.ts';
import type { User, UserStatus } from '../../api/types.ts';
import { RoleBadge, StatusBadge, TypeBadge } from '../../fields/badges.tsx';
import { useNames } from '../../fields/catalog.ts';
import { LookAlike } from '../../fields/look-alike.tsx';
import { nameOf } from '../../fields/name.ts';
import { initialsOf } from '../../ui/initials.ts';
import type { Column } from '../../ui/table/column.ts';
import { When } from '../../ui/values.tsx';
import { COLUMNS, type ColumnKey, isSharedSort, SHARED_SORT_MAX, SORTS } from '../../views/filter.ts';
import styles from '../users.module.css';

/** With the usual columns, the list fits a window of 1280 pixels. */
const WIDTHS: Record<ColumnKey, number> = {
  ...recordOf(plainFields, () => 128),
  email: 208,
  type: 76,
  addOns: 108,
  department: 112,
  manager: 136,
  group: 100,
  role: 80,
  status: 100,
  lastSignInAt: 112,
  createdAt: 112,
};

/** The chosen columns, after the name, which is always there. */
export function useUserColumns(
  chosen: readonly ColumnKey[],
  status: UserStatus | undefined,
  count: number | undefined,
): Column<User>[] {
  const { t } = useTranslation();
  const few = (count ?? 0) <= SHARED_SORT_MAX;
  return useMemo(() => {
    const all: Record<ColumnKey, Omit<Column<User>, 'key'>> = {
      email: { title: t('words.field.email'), render: ({ email }) => <Email email={email} /> },
      type: { title: t('words.field.type'), render: ({ type }) => <TypeBadge type={type} /> },
      addOns: {
        title: t('words.field.addOns'),
        render: ({ addOns }) => (addOns.length > 0 ? <AddOns addOns={addOns} /> : null),
      },
      department: {
        title: t('words.field.department'),
        render: ({ department }) => (department ? <Words text={department} /> : null),
      },
      ...plainColumns(t),
      manager: { title: t('words.field.manager'), render: ({ manager }) => manager?.name ?? null },
      group: { title: t('words.field.group'), render: ({ group }) => group.name },
      role: { title: t('words.field.role'), render: ({ role }) => <RoleBadge role={role} /> },
      status: { title: t('words.field.status'), render: (user) => <StatusBadge status={user.status} /> },
      lastSignInAt: {
        title: t('words.field.lastSignIn'),
        render: ({ lastSignInAt }) => <When at={lastSignInAt} otherwise={t('ui.never')} />,
      },
      createdAt: {
        title: t('words.field.createdAt'),
        render: ({ createdAt }) => <When at={createdAt} otherwise="" />,
      },
    };
    const picked: Column<User>[] = [
      { ...personColumn(t, chosen.includes('email')), width: 200 },
      ...COLUMNS.filter((key) => chosen.includes(key)).map((key) => ({
        key,
        width: WIDTHS[key],
        ...sortOfColumn(key, few),
        ...all[key],
      })),
    ];
    if (status === 'removed')
      picked.push({
        key: 'purgeAt',
        width: 112,
        title: t('users.column.purgeAt'),
        render: ({ purgeAt }) => <When at={purgeAt} otherwise="" />,
      });
    if (status === 'expired')
      picked.push({
        key: 'expiresAt',
        sort: 'expiresAt',
        width: 112,
        title: t('users.column.expiredAt'),
        render: ({ expiresAt }) => <When at={expiresAt} otherwise="" />,
      });
    return picked;
  }, [t, chosen, status, few]);
}

/** A column is sorted by its own order, if the list is not too long for it. */
function sortOfColumn(key: ColumnKey, few: boolean) {
  const sort = SORTS.find((name) => name === key);
  return sort && (few || !isSharedSort(sort)) ? { sort } : {};
}

function plainColumns(t: TFunction) {
  return recordOf(plainFields, (field) => ({
    title: t(`words.field.${field}`),
    render: (user: User) => (user[field] ? <Words text={user[field]} /> : null),
  }));
}

/** The name with the address below it; the only way to show a person in a list. */
export function personColumn(t: TFunction, nameOnly = false): Column<User> {
  return {
    key: 'name',
    title: t('words.field.name'),
    sort: 'name',
    render: nameOf,
    around: (user, name) => (
      <Person user={user} nameOnly={nameOnly}>
        {name}
      </Person>
    ),
  };
}

function Person({ user, nameOnly, children }: { user: User; nameOnly: boolean; children: ReactNode }) {
  const name = nameOf(user);
  return (
    <div className={`${styles['person']} muster-initials`} {...initialsOf(name)} title={name}>
      {children}
      {name !== user.email && !nameOnly && (
        <span className={styles['below']} title={user.email}>
          {user.email}
        </span>
      )}
      <LookAlike domain={user.emailDomain} />
    </div>
  );
}

function Email({ email }: Pick<User, 'email'>) {
  return (
    <span className={styles['email']} title={email}>
      {email}
    </span>
  );
}

function AddOns({ addOns }: Pick<User, 'addOns'>) {
  const { addOnName } = useNames();
  return <Words text={addOns.map(addOnName).join(', ')} />;
}

function Words({ text }: { text: string }) {
  return (
    <span className={styles['many']} title={text}>
      {text}
    </span>
  );
}
