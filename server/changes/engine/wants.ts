import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { maybe } from '../../database/database.ts';
import type { Ctx } from '../../kernel/context.ts';
import { filterConditions, joinConditions, type Selection } from '../../users/selection.ts';
import { chunkSize, type Do, type Field, type settingsSchema } from './change.ts';

type Sql = RawBuilder<unknown>;

/**
 * What is wanted of which users, as SQL: the one shape that editing a person, moving 40,000, importing a file and undoing share.
 * from is a relation w with columns id and seq (and whatever the values name); u is the user as locked.
 * A value is what the field shall become, null where the row leaves it alone. Wanted statuses are verbs of the state machine:
 * active, deactivated, removed, restored, resent, joined.
 */
export type Wants = {
  from: Sql;
  /** The least and the greatest id in from, where known: users are then read in one sweep instead of one by one. */
  between?: [string, string];
  /** Who is meant by what u is, where from is no list of ids: everyone is then read once, without a join. */
  where?: Sql;
  values: Partial<Record<Field, Sql>>;
  emailKey?: Sql;
  nameKey?: Sql;
  addOnsAdded?: string[];
  addOnsRemoved?: string[];
  /** Values that are the same for every row: recorded once instead of per person. */
  constants?: Record<string, string>;
  /** True where a field was changed since by others (undo only): listed, and left. */
  conflict?: Sql;
  /**
   * The same wish for all who stand the same: values and conflict name u only, and only its type, add-ons, group, department, role,
   * status and expiry; addresses play no part. Such wants are judged once per kind of user instead of once per user.
   */
  uniform?: boolean;
  /** The only products of which anybody may come to hold a seat, where that is known. */
  takes?: string[];
};

/** Whom a change is about: named ids, or all whom a selection means, or one chunk of them. */
export function fromIds(ids: string[]): Sql {
  return sql`(select id, seq from unnest(${ids}::uuid[]) with ordinality as t (id, seq)) as w`;
}

/** Whom a selection means now, in the order of their ids. */
export async function fromSelection(ctx: Ctx, selection: Selection): Promise<Pick<Wants, 'from' | 'where'>> {
  if ('ids' in selection) return { from: fromIds([...new Set(selection.ids)].sort()) };
  const where = sql`${joinConditions(await filterConditions(ctx, selection.where))} and u.id <> all(${selection.except ?? []}::uuid[])`;
  return { from: sql`(select u.id, row_number() over (order by u.id) as seq from users u where ${where}) as w`, where };
}

/** The people of chunks, as they were frozen (targets) or as they were recorded (ids). Both are in the order of the ids. */
export async function chunksOf(
  ctx: Ctx,
  changeId: string,
  seqs: number[],
  column: 'targets' | 'ids' = 'targets',
): Promise<Pick<Wants, 'from' | 'between'>> {
  return {
    from: sql`(select t.id, c.seq * ${chunkSize}::bigint + t.i as seq
        from change_chunks c, unnest(${sql.ref(`c.${column}`)}) with ordinality as t (id, i) where ${isChunk(ctx, changeId, seqs)}
      union all select ${ctx.accountId}::uuid, 0 ${asManyAs(chunkSize * seqs.length)}) as w`,
    ...(await rangeOf(ctx, changeId, seqs, column)),
  };
}

/** Is chunk c one of those? */
export const isChunk = (ctx: Ctx, changeId: string, seqs: number[]): Sql =>
  sql`c.account_id = ${ctx.accountId} and c.change_id = ${changeId} and c.seq = any(${seqs}::int[])`;

/** From whom to whom chunks reach. */
export async function rangeOf(
  ctx: Ctx,
  changeId: string,
  seqs: number[],
  column: 'targets' | 'ids',
): Promise<Pick<Wants, 'between'>> {
  const ids = sql.ref(`c.${column}`);
  const row = await maybe(
    ctx.db,
    sql<{
      between: [string | null, string | null];
    }>`select array[min(${ids}[1]::text collate "C"), max(${ids}[cardinality(${ids})]::text collate "C")] as between
      from change_chunks c where ${isChunk(ctx, changeId, seqs)}`,
  );
  const [first, last] = row?.between ?? [];
  return first && last ? { between: [first, last] } : {};
}

/**
 * An arm of a union that never gives a row, but that the planner takes for n: it cannot know how many ids an array holds or how
 * many lines a new change has, would take them for one, and then meets every row with every other.
 */
export const asManyAs = (n: number): Sql => sql`from generate_series(1, ${n}::int) where (select false)`;

/** The same wish for everyone. */
export function wantsOfDo(whom: Pick<Wants, 'from' | 'between' | 'where'>, what: Do): Wants {
  if ('remove' in what)
    return { ...whom, values: { status: sql`'removed'` }, constants: { status: 'removed' }, uniform: true, takes: [] };
  if ('restore' in what) return { ...whom, values: { status: sql`'restored'` } };
  if ('resend' in what) return { ...whom, values: { status: sql`'resent'` }, uniform: true };
  const { type, addOns = [], status } = what.set;
  const takes = [type ?? [], Array.isArray(addOns) ? addOns : (addOns.add ?? [])].flat();
  return { ...whom, ...wantsOfSettings(what.set), uniform: true, ...(status === 'active' ? {} : { takes }) };
}

function wantsOfSettings({
  addOns,
  ...set
}: Omit<z.infer<typeof settingsSchema>, 'status'> & { status?: string | undefined }): Omit<Wants, 'from'> {
  const values: Wants['values'] = {};
  const constants: Record<string, string> = {};
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

/** What is said of one of several people, beside the settings that all get; null where nothing is. */
export type PersonSaid = {
  id: string;
  seq: number;
  firstName: string | null;
  lastName: string | null;
  department: string | null;
  nameKey: string;
};

export function wantsOfPeople(people: PersonSaid[], set: Edit): Wants {
  const settings = wantsOfSettings(set);
  const values = { ...settings.values };
  for (const field of ['firstName', 'lastName', 'department'] as const)
    if (people.some((person) => person[field] !== null)) values[field] = sql`w.${sql.ref(field)}`;
  const from = sql`(select * from jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
    as t (id uuid, seq int, "firstName" text, "lastName" text, department text, "nameKey" text)) as w`;
  return { from, ...settings, values, nameKey: sql`w."nameKey"` };
}
