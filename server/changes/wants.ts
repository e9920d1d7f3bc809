import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Do, Field, settingsSchema } from './change.ts';

type Sql = RawBuilder<unknown>;

/**
 * What is wanted of which users, as SQL: the one shape that editing a person, moving 40,000, importing a file and undoing share.
 * from is a relation w with columns id and seq (and whatever the values name); u is the user as locked.
 * A value is what the field shall become, null where the row leaves it alone. Wanted statuses are verbs of the state machine:
 * active, deactivated, removed, restored, resent, joined.
 */
export type Wants = {
  from: Sql;
  values: Partial<Record<Field, Sql>>;
  emailKey?: Sql;
  nameKey?: Sql;
  addOnsAdded?: string[];
  addOnsRemoved?: string[];
  /** Values that are the same for every row: recorded once instead of per person. */
  constants?: Partial<Record<Field, string>>;
  /** True where a field was changed since by others (undo only): listed, and left. */
  conflict?: Sql;
};

/** Whom a change is about: named ids, one frozen chunk of them, or all that were frozen. */
export function fromIds(ids: string[]): Sql {
  return sql`(select id, seq from unnest(${ids}::uuid[]) with ordinality as t (id, seq)) as w`;
}

export function fromFrozen(accountId: string, changeId: string, seq?: number): Sql {
  const chunk = seq === undefined ? sql`` : sql`and c.seq = ${seq}`;
  return sql`(select t.id, row_number() over (order by c.seq, t.i) as seq from change_chunks c, unnest(c.targets) with ordinality as t (id, i)
    where c.account_id = ${accountId} and c.change_id = ${changeId} ${chunk}) as w`;
}

/** The same wish for everyone. */
export function wantsOfDo(from: Sql, what: Do): Wants {
  if ('remove' in what) return { from, values: { status: sql`'removed'` }, constants: { status: 'removed' } };
  if ('restore' in what) return { from, values: { status: sql`'restored'` } };
  if ('resend' in what) return { from, values: { status: sql`'resent'` } };
  return { from, ...wantsOfSettings(what.set) };
}

function wantsOfSettings({
  addOns,
  ...set
}: Omit<z.infer<typeof settingsSchema>, 'status'> & { status?: string | undefined }): Omit<Wants, 'from'> {
  const values: Wants['values'] = {};
  const constants: Wants['constants'] = {};
  for (const field of ['type', 'groupId', 'department', 'role', 'status'] as const) {
    const value = set[field];
    if (value === undefined) continue;
    values[field] = field === 'groupId' ? sql`${value}::uuid` : sql`${value}::text`;
    if (field !== 'status') constants[field] = value;
  }
  // A change of type may take add-ons away, so these are then touched too.
  if (addOns === undefined)
    return { values: values.type ? { ...values, addOns: sql`null::text[]` } : values, constants };
  if (Array.isArray(addOns))
    return { values: { ...values, addOns: sql`${[...new Set(addOns)].sort()}::text[]` }, constants };
  return {
    values: { ...values, addOns: sql`null::text[]` },
    constants,
    addOnsAdded: addOns.add ?? [],
    addOnsRemoved: addOns.remove ?? [],
  };
}

/** What one person's entry shall be; fields left out stay. */
export type Edit = Omit<z.infer<typeof settingsSchema>, 'status'> & {
  email?: string | undefined;
  emailKey?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  nameKey?: string | undefined;
  status?: 'active' | 'deactivated' | 'joined' | 'resent' | 'removed' | 'restored' | undefined;
};

export function wantsOfEdit(id: string, { email, emailKey, firstName, lastName, nameKey, ...set }: Edit): Wants {
  const settings = wantsOfSettings(set);
  const values = { ...settings.values };
  if (email !== undefined) values.email = sql`${email}::text`;
  if (firstName !== undefined) values.firstName = sql`${firstName}::text`;
  if (lastName !== undefined) values.lastName = sql`${lastName}::text`;
  return {
    from: fromIds([id]),
    ...settings,
    values,
    ...(emailKey === undefined ? {} : { emailKey: sql`${emailKey}::text` }),
    ...(nameKey === undefined ? {} : { nameKey: sql`${nameKey}::text` }),
  };
}
