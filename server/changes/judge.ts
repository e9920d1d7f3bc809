import { type RawBuilder, sql } from 'kysely';
import { permissionsOf } from '../access/permissions.ts';
import type { Ctx } from '../kernel/context.ts';
import type { Catalog } from '../seats/catalog.ts';
import { roleNow, statusNow } from '../users/user.ts';
import type { Wants } from './wants.ts';

type Sql = RawBuilder<unknown>;

export type JudgeOptions = {
  catalog: Catalog;
  /** Seats free per product: rows beyond them are refused. Left out: seats are settled after, all or nothing. */
  free?: Record<string, number>;
  /** An actor's own names, or the invited person's joining: allowed on themselves whatever their role. */
  asSelf?: boolean;
  /** Locks the users it judges, in the order of their ids. A plan only looks. */
  lock: boolean;
  invitationDays: number;
};

const none = sql`null`;

/**
 * The rules of every change, as the CTEs of one statement that end in `j`: a row per user with what it is (type, …), what it would
 * become (next_type, …) and a verdict: ok, unchanged, or the code of the refusal. No other place decides what a change may do.
 */
export function judged(ctx: Ctx, wants: Wants, options: JudgeOptions): Sql {
  return sql`w as (select w.* from ${wants.from}),
    cur as (${current(ctx, wants, options.lock)}),
    nxt as (${next(wants)}),
    fit as (${fitting(options.catalog, wants)}),
    ruled as (${ruled(ctx, wants, options)}),
    j as (${seated(options)})`;
}

function current(ctx: Ctx, wants: Wants, lock: boolean): Sql {
  const { values } = wants;
  return sql`select w.seq, u.*, ${roleNow} as role_now, ${statusNow} as status_now,
      (${values.email ?? none})::text as want_email, (${wants.emailKey ?? none})::text as want_email_key,
      (${values.firstName ?? none})::text as want_first_name, (${values.lastName ?? none})::text as want_last_name,
      (${wants.nameKey ?? none})::text as want_name_key, (${values.department ?? none})::text as want_department,
      (${values.type ?? none})::text as want_type, (${values.addOns ?? none})::text[] as want_add_ons,
      (${values.groupId ?? none})::uuid as want_group_id, (${values.role ?? none})::text as want_role,
      (${values.status ?? none})::text as want_status, coalesce(${wants.conflict ?? sql`false`}, false) as conflict
    from w join users u on u.account_id = ${ctx.accountId} and u.id = w.id
    ${lock ? sql`order by u.id for update of u` : sql``}`;
}

function next(wants: Wants): Sql {
  const added = wants.addOnsAdded ?? [];
  const removed = wants.addOnsRemoved ?? [];
  const addOns =
    added.length + removed.length === 0
      ? sql`coalesce(want_add_ons, add_ons)`
      : sql`array(select a from (select unnest(add_ons) as a union select unnest(${added}::text[])) s where a <> all(${removed}::text[]) order by a collate "C")`;
  return sql`select cur.*, coalesce(want_email, email) as next_email, coalesce(want_email_key, email_key) as next_email_key,
      coalesce(want_first_name, first_name) as next_first_name, coalesce(want_last_name, last_name) as next_last_name,
      coalesce(want_name_key, name_key) as next_name_key, coalesce(want_department, department) as next_department,
      coalesce(want_type, type) as next_type, ${addOns} as asked_add_ons, coalesce(want_add_ons, '{}') || ${added}::text[] as named_add_ons,
      coalesce(want_group_id, group_id) as next_group_id, coalesce(want_role, role) as next_role,
      case want_status when 'restored' then coalesce(status_before, status) when 'resent' then 'pending' when 'joined' then 'active'
        else coalesce(want_status, status) end as next_status,
      case want_status when 'active' then status_now <> 'active' when 'deactivated' then status_now <> 'deactivated'
        when 'removed' then status_now <> 'removed' when 'restored' then status = 'removed' else want_status is not null end as status_acts,
      want_email is not null and want_email <> email as email_acts
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
  const may = permissionsOf(ctx);
  const self = sql`id = ${ctx.actor.id}::uuid`;
  const asSelf = options.asSelf ? self : sql`false`;
  const settingsAct = sql`(next_type <> type or next_add_ons <> add_ons or next_group_id <> group_id or next_department <> department
    or next_first_name <> first_name or next_last_name <> last_name)`;
  const accessActs = sql`(status_acts or email_acts)`;
  const roleActs = sql`next_role <> role`;
  const protectedCode = sql`case role_now when 'owner' then 'owner_protected' when 'admin' then 'admin_protected' else 'forbidden' end`;
  return sql`select fit.*, case
      when not ${settingsAct} and not ${accessActs} and not (${roleActs}) and not unfit then case when conflict then 'changed_since' else 'unchanged' end
      when not ${asSelf} then case
        when role_now = 'owner' and (${accessActs} or ${roleActs}) then 'owner_protected'
        when ${self} and (${accessActs} or ${roleActs}) then 'self_protected'
        when ${settingsAct} and role_now <> all(${may.settings}::text[]) then ${protectedCode}
        when ${roleActs} and (role_now <> all(${may.role}::text[]) or next_role <> all(${may.grant}::text[])) then 'role_forbidden'
        when ${accessActs} and role_now <> all(${may.access}::text[]) then ${protectedCode} end
      end as refusal_by_role,
      ${stateRefusal()} as refusal_by_state,
      ${collisions(ctx, wants)} as refusal_by_others,
      case when unfit then 'add_on_needs_type' end as refusal_by_type,
      ${renews} as renews,
      case when status_acts then next_status else status_now end as next_status_now,
      case when ${renews} then date_trunc('second', muster_now() + make_interval(days => ${options.invitationDays})) else expires_at end as next_expires_at
    from fit`;
}

/** A new link and a new span: resent, back from the trash unjoined, or a pending person's address corrected. */
const renews = sql`(next_status = 'pending' and (want_status in ('resent', 'restored') or email_acts))`;

function stateRefusal(): Sql {
  return sql`case
    when status = 'removed' and want_status is distinct from 'restored' and want_status is distinct from 'removed' then 'already_removed'
    when want_status in ('active', 'deactivated') and status = 'pending' then 'not_joined'
    when want_status = 'resent' and status <> 'pending' then 'not_pending'
    when want_status = 'joined' and status_now <> 'pending' then 'not_pending' end`;
}

/** What another row stands in the way of: the address is taken, the group is gone. */
function collisions(ctx: Ctx, wants: Wants): Sql {
  const address =
    wants.values.email || wants.values.status
      ? sql`when (email_acts or want_status = 'restored') and (
          exists (select from users o where o.account_id = ${ctx.accountId} and o.email_key = fit.next_email_key and o.status <> 'removed' and o.id <> fit.id)
          or row_number() over (partition by next_email_key, next_status = 'removed' order by seq) > 1) then 'email_taken'`
      : sql``;
  return sql`case ${address}
    when want_group_id is not null and want_group_id <> group_id
      and not exists (select from groups g where g.account_id = ${ctx.accountId} and g.id = want_group_id) then 'group_unknown' end`;
}

function seated(options: JudgeOptions): Sql {
  const verdict = sql`coalesce(refusal_by_role, refusal_by_state, refusal_by_others, refusal_by_type, 'ok')`;
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
