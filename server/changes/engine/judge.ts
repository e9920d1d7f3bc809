import { type RawBuilder, sql } from 'kysely';
import { type Reach, reachOf } from '../../access/rules/permissions.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { RateLimits } from '../../kernel/rate-limits.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { expiryFromNow, mailLimited, statusNow } from '../../users/user.ts';
import { type Field, fields } from './change.ts';
import type { Wants } from './wants.ts';

type Sql = RawBuilder<unknown>;

/** Refusals for want of rights: another actor may be allowed what these refuse. */
export const refusalsByRight = ['owner_protected', 'admin_protected', 'self_protected', 'role_forbidden', 'forbidden'];

/** What rules ask besides the database: which types and add-ons there are, and whether limits are kept. */
export type Rules = { catalog: Catalog; rateLimits: Pick<RateLimits, 'on'> };

export type JudgeOptions = {
  rules: Rules;
  /** Seats free per product: rows beyond them are refused. Left out: seats are settled after, all or nothing. */
  free?: Record<string, number>;
  /** An actor's own names, or the invited person's joining: allowed on themselves whatever their role. */
  asSelf?: boolean;
  /** More reach than the actor has, where an operation whose right was checked needs it. */
  reach?: Reach;
  /** Locks the users it judges, in the order of their ids. A plan only looks. */
  lock?: boolean;
  /** Judges once for all who stand the same; for uniform wants only, and not where each row's turn at the free seats counts. */
  byKind?: boolean;
};

/**
 * The rules of every change, as the CTEs of one statement that end in `j`: a row per user, or per kind of user, with how many they
 * are (n), what they are (type, …), what they would become (next_type, …) and a verdict: ok, unchanged, or the code of the refusal.
 * No other place decides what a change may do. What is built on them joins none of them to another where rows are users: the
 * planner knows no size of a CTE and would meet every row with every other.
 */
export function judged(ctx: Ctx, wants: Wants, options: JudgeOptions): Sql {
  return sql`w as (select w.* from ${wants.from}),
    cur as ${options.byKind ? sql`materialized` : sql``} (${current(ctx, wants, options)}),
    nxt as (${next(wants, options)}),
    fit as materialized (${fitting(options.rules.catalog, wants)}),
    ruled as (${ruled(ctx, wants, options)}),
    j as (${seated(options)})`;
}

/** Field → column, its type, and what else changes with it. Untouched fields are neither read nor written. */
const columns: Record<Field, { column: string; cast: Sql }> = {
  email: { column: 'email', cast: sql`text` },
  firstName: { column: 'first_name', cast: sql`text` },
  lastName: { column: 'last_name', cast: sql`text` },
  department: { column: 'department', cast: sql`text` },
  type: { column: 'type', cast: sql`text` },
  addOns: { column: 'add_ons', cast: sql`text[]` },
  groupId: { column: 'group_id', cast: sql`uuid` },
  role: { column: 'role', cast: sql`text` },
  status: { column: 'status', cast: sql`text` },
};

/** Does the change touch one of these? Whoever comes, goes or gets a new link moves every count they stand in. */
function touches(wants: Wants, ...names: Field[]): boolean {
  return names.some((name) => wants.values[name]);
}

/** The columns of users that the rules ask for. Those of one person alone are no part of a kind. */
function columnsRead(wants: Wants, byKind: boolean | undefined): Set<string> {
  const read = new Set(['status', 'expires_at', 'type', 'add_ons', 'role']);
  for (const field of fields) if (wants.values[field]) read.add(columns[field].column);
  if (touches(wants, 'status', 'email'))
    for (const column of ['status_before', 'group_id', 'department']) read.add(column);
  if (!byKind && touches(wants, 'status', 'email')) for (const column of ['email', 'email_key']) read.add(column);
  if (wants.emailKey) read.add('email_key');
  if (wants.nameKey) read.add('name_key');
  return read;
}

const isOwner = (ctx: Ctx): Sql => sql`(u.id = (select owner_id from accounts where id = ${ctx.accountId}))`;
const isSelf = (ctx: Ctx): Sql => sql`(u.id is not distinct from ${ctx.actor.id}::uuid)`;

/** Where the users u of w are found. Where a condition tells them, w would only be a second look at everybody. */
const sources = ({ where }: Wants): Sql => (where ? sql`users u` : sql`w, users u`);

function whoIsMeant(ctx: Ctx, wants: Wants): Sql {
  return wants.where ? sql`(${wants.where})` : sql`(${isRow(ctx, wants, sql`w`)})`;
}

/** Is user u the one that a row of w, or of what was made of w, is about? The range lets them be read in one sweep. */
export function isRow(ctx: Ctx, wants: Wants, row: Sql): Sql {
  return sql`${inRange(ctx, wants)} and u.id = ${row}.id`;
}

/** Is user u of the account, and where the range is known, in it? */
export function inRange(ctx: Ctx, { between }: Pick<Wants, 'between'>): Sql {
  const range = between ? sql`and u.id between ${between[0]}::uuid and ${between[1]}::uuid` : sql``;
  return sql`u.account_id = ${ctx.accountId} ${range}`;
}

/** Has user u had all the invitation mails of an hour? Asked only where there may be another one. */
function hadMails(wants: Wants): Sql {
  return touches(wants, 'status', 'email') ? mailLimited : sql`false`;
}

/** Everyone who stands the same, and how many they are. */
function kinds(ctx: Ctx, wants: Wants, read: string[]): Sql {
  const same = sql`${sql.join(read.map((column) => sql.ref(`u.${column}`)))}, ${isOwner(ctx)} as is_owner, ${isSelf(ctx)} as is_self, ${hadMails(wants)} as had_mails`;
  return sql`(select count(*)::int as n, ${same} from ${sources(wants)} where ${whoIsMeant(ctx, wants)}
    group by ${sql.join(read.map((column) => sql.ref(`u.${column}`)))}, is_owner, is_self, had_mails) as u`;
}

/** Is user u one of w, and of that kind? Hashable, so that many kinds cost no more than few. */
export function isOfKind(ctx: Ctx, wants: Wants, kind: Sql): Sql {
  const nothing: Record<string, Sql> = { expires_at: sql`'-infinity'::timestamptz`, status_before: sql`''` };
  const same = [...columnsRead(wants, true)].map((column) => {
    const [mine, theirs] = [sql.ref(`u.${column}`), sql`${kind}.${sql.ref(column)}`];
    const none = nothing[column];
    return none ? sql`coalesce(${mine}, ${none}) = coalesce(${theirs}, ${none})` : sql`${mine} = ${theirs}`;
  });
  return sql`(${whoIsMeant(ctx, wants)} and ${sql.join(same, sql` and `)} and ${isOwner(ctx)} = ${kind}.is_owner and ${isSelf(ctx)} = ${kind}.is_self
    and ${hadMails(wants)} = ${kind}.had_mails)`;
}

function current(ctx: Ctx, wants: Wants, { byKind, lock }: JudgeOptions): Sql {
  const read = [...columnsRead(wants, byKind)];
  const wanted: Sql[] = [];
  for (const field of fields) {
    const value = wants.values[field];
    if (!value) continue;
    wanted.push(sql`(${value})::${columns[field].cast} as ${sql.ref(`want_${columns[field].column}`)}`);
  }
  if (!wants.values.status) wanted.push(sql`null::text as want_status`);
  if (wants.emailKey) wanted.push(sql`(${wants.emailKey})::text as want_email_key`);
  if (wants.nameKey) wanted.push(sql`(${wants.nameKey})::text as want_name_key`);
  const shown = sql`${sql.join(read.map((column) => sql.ref(`u.${column}`)))}, ${sql.join(wanted)}, ${statusNow} as status_now,
      coalesce(${wants.conflict ?? sql`false`}, false) as conflict`;
  if (byKind)
    return sql`select 0 as seq, u.n, u.is_owner, u.is_self, u.had_mails, ${shown}, case when u.is_owner then 'owner' else u.role end as role_now
      from ${kinds(ctx, wants, read)}`;
  const seq = wants.where ? sql`row_number() over (order by u.id) as seq` : sql`w.seq`;
  return sql`select ${seq}, 1 as n, u.id, ${shown}, ${isSelf(ctx)} as is_self, ${hadMails(wants)} as had_mails, case when ${isOwner(ctx)} then 'owner' else u.role end as role_now
    from ${sources(wants)} where ${whoIsMeant(ctx, wants)}
    ${lock ? sql`order by u.id for update of u` : sql``}`;
}

function next(wants: Wants, { byKind }: JudgeOptions): Sql {
  const added = wants.addOnsAdded ?? [];
  const removed = wants.addOnsRemoved ?? [];
  const shown: Sql[] = [];
  for (const field of fields) {
    const { column } = columns[field];
    if (field === 'addOns' || field === 'status') continue;
    if (touches(wants, field))
      shown.push(sql`coalesce(${sql.ref(`want_${column}`)}, ${sql.ref(column)}) as ${sql.ref(`next_${column}`)}`);
    else if (
      field === 'type' ||
      field === 'role' ||
      (touches(wants, 'status', 'email') && ['group_id', 'department', ...(byKind ? [] : ['email'])].includes(column))
    )
      shown.push(sql`${sql.ref(column)} as ${sql.ref(`next_${column}`)}`);
  }
  if (wants.nameKey) shown.push(sql`coalesce(want_name_key, name_key) as next_name_key`);
  if (wants.emailKey) shown.push(sql`coalesce(want_email_key, email_key) as next_email_key`);
  else if (!byKind && touches(wants, 'status', 'email')) shown.push(sql`email_key as next_email_key`);
  const wantAddOns = touches(wants, 'addOns') ? sql`want_add_ons` : sql`null::text[]`;
  const addOns =
    added.length + removed.length === 0
      ? sql`coalesce(${wantAddOns}, add_ons)`
      : sql`array(select a from (select unnest(add_ons) as a union select unnest(${added}::text[])) s where a <> all(${removed}::text[]) order by a collate "C")`;
  const status = touches(wants, 'status')
    ? sql`case want_status when 'restored' then coalesce(status_before, status) when 'resent' then 'pending' when 'joined' then 'active'
        else coalesce(want_status, status) end as next_status,
      case want_status when 'active' then status_now <> 'active' when 'deactivated' then status_now <> 'deactivated'
        when 'removed' then status_now <> 'removed' when 'restored' then status = 'removed' else want_status is not null end as status_acts`
    : sql`status as next_status, false as status_acts`;
  return sql`select cur.*, ${sql.join(shown)}, ${addOns} as asked_add_ons, coalesce(${wantAddOns}, '{}') || ${added}::text[] as named_add_ons,
      ${status}, ${touches(wants, 'email') ? sql`want_email is not null and want_email <> email` : sql`false`} as email_acts
    from cur`;
}

/** Add-ons that the new type cannot hold are taken away; those asked for by name are refused instead. */
function fitting(catalog: Catalog, wants: Wants): Sql {
  if (!wants.values.addOns) return sql`select nxt.*, add_ons as next_add_ons, false as unfit from nxt`;
  const needs = JSON.stringify(Object.fromEntries(catalog.addOns.map((addOn) => [addOn.key, addOn.needs])));
  const fits = sql`coalesce(${needs}::jsonb -> a ? next_type, true)`;
  return sql`select nxt.*,
      case when asked_add_ons = '{}' then asked_add_ons else array(select a from unnest(asked_add_ons) a where ${fits} order by a collate "C") end as next_add_ons,
      named_add_ons <> '{}' and exists (select from unnest(named_add_ons) a where a = any(asked_add_ons) and not ${fits}) as unfit
    from nxt`;
}

function ruled(ctx: Ctx, wants: Wants, options: JudgeOptions): Sql {
  const may = options.reach ?? reachOf(ctx.permissions);
  const asSelf = options.asSelf ? sql`is_self` : sql`false`;
  const differ = (['type', 'groupId', 'department', 'firstName', 'lastName'] as const)
    .filter((field) => touches(wants, field))
    .map((field) => sql`${sql.ref(`next_${columns[field].column}`)} <> ${sql.ref(columns[field].column)}`);
  const settingsAct = sql`(${sql.join([...differ, sql`next_add_ons <> add_ons`], sql` or `)})`;
  const accessActs = sql`(status_acts or email_acts)`;
  // The Owner's row says admin, so asking for that role would else pass as nothing asked.
  const roleActs = wants.values.role
    ? sql`(next_role <> role or (want_role is not null and role_now = 'owner'))`
    : sql`false`;
  const protectedCode = sql`case role_now when 'owner' then 'owner_protected' when 'admin' then 'admin_protected' else 'forbidden' end`;
  return sql`select fit.*, case
      when not ${settingsAct} and not ${accessActs} and not (${roleActs}) and not unfit then case when conflict then 'changed_since' else 'unchanged' end
      when not ${asSelf} then case
        when role_now = 'owner' and (${accessActs} or ${roleActs}) then 'owner_protected'
        when is_self and (${accessActs} or ${roleActs}) then 'self_protected'
        when ${settingsAct} and role_now <> all(${may.settings}::text[]) then ${protectedCode}
        when ${roleActs} and (role_now <> all(${may.role}::text[]) or next_role <> all(${may.grant}::text[])) then 'role_forbidden'
        when ${accessActs} and role_now <> all(${may.access}::text[]) then ${protectedCode} end
      end as refusal_by_role,
      ${stateRefusal()} as refusal_by_state,
      ${collisions(ctx, wants, options)} as refusal_by_others,
      case when unfit then 'add_on_needs_type' end as refusal_by_type,
      case when ${renews} and had_mails and ${options.rules.rateLimits.on} then 'mail_limited' end as refusal_by_mail,
      ${renews} as renews,
      case when status_acts then next_status else status_now end as next_status_now,
      case when ${renews} then ${expiryFromNow(ctx.accountId)} when next_status = 'pending' then expires_at end as next_expires_at
    from fit`;
}

/** A new link and a new span: resent, back from the trash unjoined, or a pending person's address corrected. */
const renews = sql`(next_status = 'pending' and (coalesce(want_status in ('resent', 'restored'), false) or email_acts))`;

function stateRefusal(): Sql {
  return sql`case
    when status = 'removed' and want_status is distinct from 'restored' and want_status is distinct from 'removed' then 'already_removed'
    when want_status in ('active', 'deactivated') and status = 'pending' then 'not_joined'
    when want_status = 'resent' and status <> 'pending' then 'not_pending'
    when want_status = 'joined' and status_now <> 'pending' then 'not_pending' end`;
}

/** What another row stands in the way of: the address is taken, the group is gone. */
function collisions(ctx: Ctx, wants: Wants, { byKind }: JudgeOptions): Sql {
  const addresses = !byKind && touches(wants, 'email', 'status');
  const address = addresses
    ? sql`when (email_acts or want_status = 'restored') and (
          exists (select from users o where o.account_id = ${ctx.accountId} and o.email_key = fit.next_email_key and o.removed_at is null and o.id <> fit.id)
          or row_number() over (partition by next_email_key, next_status = 'removed' order by seq) > 1) then 'email_taken'`
    : sql``;
  const group = wants.values.groupId
    ? sql`when want_group_id <> group_id and not exists (select from groups g where g.account_id = ${ctx.accountId} and g.id = want_group_id) then 'group_unknown'`
    : sql``;
  return addresses || wants.values.groupId ? sql`case ${address} ${group} end` : sql`null::text`;
}

function seated(options: JudgeOptions): Sql {
  const verdict = sql`coalesce(refusal_by_role, refusal_by_state, refusal_by_others, refusal_by_type, refusal_by_mail, 'ok')`;
  const products = Object.entries(options.free ?? {});
  if (products.length === 0) return sql`select ruled.*, ${verdict} as verdict from ruled`;
  const short = products.map(
    ([product, free]) =>
      sql`(${takes(product)} and sum(case when ${takes(product)} and verdict_but_seats = 'ok' then 1 else 0 end) over (order by seq rows unbounded preceding) > ${free}::int)`,
  );
  return sql`select s.*, case when verdict_but_seats = 'ok' and (${sql.join(short, sql` or `)}) then 'seats_short' else verdict_but_seats end as verdict
    from (select ruled.*, ${verdict} as verdict_but_seats from ruled) s`;
}

/** Does the row hold a seat of the product afterwards that it does not hold now? */
function takes(product: string): Sql {
  return sql`(next_status_now in ('pending', 'active') and (next_type = ${product} or ${product} = any(next_add_ons))
    and not (status_now in ('pending', 'active') and (type = ${product} or ${product} = any(add_ons))))`;
}

/** Built on j: who will not be written, or not wholly, with the code that says why, and the verdict. */
export function othersThanOk(ctx: Ctx, wants: Wants, { byKind }: JudgeOptions): Sql {
  const why = sql`case when j.verdict = 'ok' then 'changed_since' else j.verdict end as code, j.verdict`;
  const not = sql`(j.verdict <> 'ok' or j.conflict)`;
  // A condition means nobody who is not there.
  const missing = (rows: Sql) => (wants.where ? sql`` : sql`union all select 'unknown_user', 'unknown_user', ${rows}`);
  if (!byKind)
    return sql`select ${why}, j.id from j where ${not} ${missing(sql`id from (select id from w except select id from cur) s`)}`;
  // Asked first whether there are any: that costs nothing, and looking for them costs another sweep.
  return sql`select ${why}, u.id from j, ${sources(wants)} where (select exists (select from j where ${not})) and ${not} and ${isOfKind(ctx, wants, sql`j`)}
    ${missing(sql`w.id from w where (select count(*) from w) > (select coalesce(sum(n), 0) from cur)
      and not exists (select from users u where ${whoIsMeant(ctx, wants)})`)}`;
}
