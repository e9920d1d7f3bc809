import { type RawBuilder, sql } from 'kysely';
import { type Reach, reachOf } from '../../access/rules/permissions.ts';
import type { Ctx } from '../../kernel/context.ts';
import { fitsSql, holdsSeat } from '../../seats/holding.ts';
import { type Field, fieldOf, fields } from '../../users/rules/fields.ts';
import { expiryFromNow, isOwner, mailLimited, roleNow, roleOf, statusNow } from '../../users/rules/user-sql.ts';
import { isUniform, touched, touches, touchesAccess } from './facts.ts';
import { isCondition, isMeant, peopleRelation, sources } from './people.ts';
import type { Proposal } from './proposal.ts';
import { accessActs, anyOf, type Judging, type Rules, refusals, renews, roleActs, settingsAct } from './rules.ts';
import { conflictSql, proposedKeySql, proposedSql } from './values.ts';

type Sql = RawBuilder<unknown>;

export type EvaluateOptions = {
  rules: Rules;
  /** Free seats per product. Rows beyond them are refused. If left out, seats are settled afterwards, all or nothing. */
  free?: Record<string, number>;
  /** An actor's own names, or an invited person's joining: allowed on oneself with any role. */
  asSelf?: boolean;
  /** More reach than the actor has, for an operation whose permission was checked and that needs it. */
  reach?: Reach;
  /** Locks the users, in the order of their ids. A plan does not. */
  lock?: boolean;
  /** Judges once for each cohort. Only for uniform proposals, and not if the order of rows decides who gets the free seats. */
  byCohort?: boolean;
};

/**
 * The rules of every change, as the CTEs of one statement: people p → current (what they are, what is proposed) → next (what they would
 * become) → fitted (with the add-ons that their type can hold) → verdicts: a row per user or per cohort, with the number of users (n) and a
 * verdict: ok, unchanged, or the code of the rule that refuses. No other place decides what a change may do.
 *
 * Statements on top of these CTEs must not join two of them that have a row per user. The planner does not know the size of a CTE and would
 * use nested loops.
 */
export function evaluated(ctx: Ctx, proposal: Proposal, options: EvaluateOptions): Sql {
  return sql`p as (select p.* from ${peopleRelation(ctx, proposal.people)}),
    current as ${options.byCohort ? sql`materialized` : sql``} (${current(ctx, proposal, options)}),
    next as (${next(proposal, options)}),
    fitted as materialized (${fitted(options.rules, proposal)}),
    ruled as (${ruled(ctx, proposal, options)}),
    verdicts as (${seated(options)})`;
}

/** May a cohort be judged as one? Not if the order of rows decides who gets the free seats. */
export function mayJudgeCohorts(proposal: Proposal, free: Record<string, number> = {}): boolean {
  return isUniform(proposal) && Object.keys(free).length === 0;
}

/** The columns of users that the rules need. Untouched fields are not read. A cohort has no fields that are unique to a person. */
function columnsRead(proposal: Proposal, byCohort: boolean | undefined): string[] {
  const read = new Set(['status', 'expires_at', 'type', 'add_ons', 'role']);
  for (const field of touched(proposal)) read.add(fieldOf(field).column);
  if (touchesAccess(proposal))
    for (const column of ['status_before', 'joined', 'group_id', 'department']) read.add(column);
  if (!byCohort && touchesAccess(proposal)) for (const column of ['email', 'email_key']) read.add(column);
  if (proposal.keys?.emailKey) read.add('email_key');
  if (proposal.keys?.nameKey) read.add('name_key');
  return [...read];
}

const isSelf = (ctx: Ctx): Sql => sql`(u.id is not distinct from ${ctx.actor.id}::uuid)`;

/** Has user u had the most invitation mails of an hour? Checked only if the proposal may send another one. */
function hadMails(proposal: Proposal): Sql {
  return touchesAccess(proposal) ? mailLimited : sql`false`;
}

/** All cohorts, with the number of users in each. */
function cohorts(ctx: Ctx, proposal: Proposal, read: string[]): Sql {
  const same = sql.join(read.map((column) => sql.ref(`u.${column}`)));
  return sql`(
      select count(*)::int as n, ${same}, ${isOwner(ctx.accountId)} as is_owner, ${isSelf(ctx)} as is_self,
        ${hadMails(proposal)} as had_mails
      from ${sources(proposal.people)} where ${isMeant(ctx, proposal.people)}
      group by ${same}, is_owner, is_self, had_mails) as u`;
}

/** Is user u one of the people, and of that cohort? Hashable, so that many cohorts cost no more than few. */
export function isOfCohort(ctx: Ctx, proposal: Proposal, cohort: Sql): Sql {
  const nothing: Record<string, Sql> = { expires_at: sql`'-infinity'::timestamptz`, status_before: sql`''` };
  const same = columnsRead(proposal, true).map((column) => {
    const [mine, theirs] = [sql.ref(`u.${column}`), sql`${cohort}.${sql.ref(column)}`];
    const none = nothing[column];
    return none ? sql`coalesce(${mine}, ${none}) = coalesce(${theirs}, ${none})` : sql`${mine} = ${theirs}`;
  });
  return sql`(${isMeant(ctx, proposal.people)} and ${sql.join(same, sql` and `)}
      and ${isOwner(ctx.accountId)} = ${cohort}.is_owner and ${isSelf(ctx)} = ${cohort}.is_self
      and ${hadMails(proposal)} = ${cohort}.had_mails)`;
}

/** The current values of each user, beside the proposed ones. */
function current(ctx: Ctx, proposal: Proposal, { byCohort, lock }: EvaluateOptions): Sql {
  const { people } = proposal;
  const read = columnsRead(proposal, byCohort);
  const columns = [...read.map((column) => sql.ref(`u.${column}`)), ...proposed(proposal)];
  const shown = sql`${sql.join(columns)}, ${statusNow} as status_now, ${conflict(proposal)} as conflict`;
  if (byCohort)
    return sql`select 0 as seq, u.n, u.is_self, u.had_mails, u.is_owner, ${shown},
        ${roleOf(sql`u.is_owner`)} as role_now
      from ${cohorts(ctx, proposal, read)}`;
  const seq = isCondition(people) ? sql`row_number() over (order by u.id) as seq` : sql`p.seq`;
  return sql`select ${seq}, 1 as n, u.id, ${isSelf(ctx)} as is_self, ${hadMails(proposal)} as had_mails, ${shown},
      ${roleNow(ctx.accountId)} as role_now
    from ${sources(people)} where ${isMeant(ctx, people)}
    ${lock ? sql`order by u.id for update of u` : sql``}`;
}

function proposed({ set, keys = {} }: Proposal): Sql[] {
  const columns = fields.flatMap((field) => {
    const value = set[field];
    return value ? [sql`${proposedSql(field, value)} as ${sql.ref(`proposed_${fieldOf(field).column}`)}`] : [];
  });
  if (keys.emailKey) columns.push(sql`${proposedKeySql(keys.emailKey)} as proposed_email_key`);
  if (keys.nameKey) columns.push(sql`${proposedKeySql(keys.nameKey)} as proposed_name_key`);
  return columns;
}

/** Did others change a field since (undo only)? */
function conflict({ set }: Proposal): Sql {
  const conflicts = fields.flatMap((field) => {
    const value = set[field];
    return (value && conflictSql(field, value)) ?? [];
  });
  return conflicts.length > 0 ? sql`coalesce(${sql.join(conflicts, sql` or `)}, false)` : sql`false`;
}

/** What each would become, before add-ons are fitted to the type. */
function next(proposal: Proposal, { byCohort }: EvaluateOptions): Sql {
  const { set, keys = {} } = proposal;
  const ofAccess = touchesAccess(proposal);
  const needed: Field[] = ['type', 'role', ...(ofAccess ? (['groupId', 'department'] as const) : [])];
  if (ofAccess && !byCohort) needed.push('email');
  const columns = fields
    .filter((field) => field !== 'addOns' && field !== 'status' && (set[field] || needed.includes(field)))
    .map((field) => sql`${nextOf(proposal, field)} as ${sql.ref(`next_${fieldOf(field).column}`)}`);
  if (keys.nameKey) columns.push(sql`coalesce(proposed_name_key, name_key) as next_name_key`);
  if (keys.emailKey) columns.push(sql`coalesce(proposed_email_key, email_key) as next_email_key`);
  else if (ofAccess && !byCohort) columns.push(sql`email_key as next_email_key`);
  if (set.email) columns.push(sql`proposed_email is not null and proposed_email <> email as email_acts`);
  return sql`select current.*, ${sql.join([...columns, ...nextAddOns(proposal), ...nextStatus(proposal)])}
    from current`;
}

function nextOf({ set }: Proposal, field: Field): Sql {
  const { column, form } = fieldOf(field);
  const [present, asked] = [sql.ref(column), sql.ref(`proposed_${column}`)];
  if (!set[field]) return present;
  if (form === 'id') return sql`case when ${asked} is null then ${present} else nullif(${asked}, '')::uuid end`;
  return sql`coalesce(${asked}, ${present})`;
}

/** The requested add-ons, and those of them that are requested by name. */
function nextAddOns({ set: { addOns } }: Proposal): Sql[] {
  if (!addOns) return [sql`add_ons as asked_add_ons`];
  if ('add' in addOns) {
    const asked = sql`array(select a from (select unnest(add_ons) as a union select unnest(${addOns.add}::text[])) s
      where a <> all(${addOns.remove}::text[]) order by a collate "C")`;
    return [sql`${asked} as asked_add_ons`, sql`${addOns.add}::text[] as named_add_ons`];
  }
  return [
    sql`coalesce(proposed_add_ons, add_ons) as asked_add_ons`,
    sql`coalesce(proposed_add_ons, '{}') as named_add_ons`,
  ];
}

function nextStatus({ set }: Proposal): Sql[] {
  if (!set.status) return [sql`status as next_status`];
  return [
    sql`case proposed_status when 'restored' then coalesce(status_before, status) when 'resent' then 'pending' when 'joined' then 'active'
        when 'active' then case when joined or status <> 'deactivated' then 'active' else 'pending' end
        else coalesce(proposed_status, status) end as next_status`,
    sql`case proposed_status when 'active' then status_now <> 'active' when 'deactivated' then status_now <> 'deactivated'
        when 'removed' then status_now <> 'removed' when 'restored' then status = 'removed' else proposed_status is not null end as status_acts`,
  ];
}

/** Takes away add-ons that the new type cannot hold. Those requested by name are refused instead. */
function fitted({ catalog }: Rules, proposal: Proposal): Sql {
  if (!touches(proposal, 'addOns')) return sql`select next.*, add_ons as next_add_ons from next`;
  const fits = fitsSql(catalog, sql`next_type`, sql`a`);
  const unfit = sql`, named_add_ons <> '{}' and exists (
        select from unnest(named_add_ons) a where a = any(asked_add_ons) and not ${fits}) as unfit`;
  return sql`select next.*,
      case when asked_add_ons = '{}' then asked_add_ons
        else array(select a from unnest(asked_add_ons) a where ${fits} order by a collate "C") end as next_add_ons
      ${proposal.set.addOns ? unfit : sql``}
    from next`;
}

/** The verdict without seats: the first rule that refuses. */
function ruled(ctx: Ctx, proposal: Proposal, options: EvaluateOptions): Sql {
  const judging: Judging = {
    ctx,
    proposal,
    rules: options.rules,
    reach: options.reach ?? reachOf(ctx.permissions),
    asSelf: options.asSelf ?? false,
    byCohort: options.byCohort ?? false,
  };
  const unfit = proposal.set.addOns ? sql`unfit` : null;
  const acts = anyOf(settingsAct(proposal), accessActs(proposal), roleActs(proposal), unfit);
  const renewed = renews(proposal);
  const ends = sql`case when next_status = 'pending' then expires_at end`;
  const expiry = renewed ? sql`case when ${renewed} then ${expiryFromNow(ctx.accountId)} else ${ends} end` : ends;
  const refused = refusals.flatMap(({ code, when }) => {
    const condition = when(judging);
    return condition === null ? [] : [sql`when ${condition} then ${sql.lit(code)}`];
  });
  return sql`select fitted.*, case
        when not ${acts ?? sql`false`} then case when conflict then 'changed_since' else 'unchanged' end
        ${sql.join(refused, sql` `)} else 'ok' end as verdict_but_seats,
      ${renewed ?? sql`false`} as renews,
      ${touches(proposal, 'status') ? sql`case when status_acts then next_status else status_now end` : sql`status_now`} as next_status_now,
      ${expiry} as next_expires_at
    from fitted`;
}

/** Adds the last rule: once the free seats of a product are given out, further users are refused. */
function seated({ free = {} }: EvaluateOptions): Sql {
  const products = Object.entries(free);
  if (products.length === 0) return sql`select ruled.*, verdict_but_seats as verdict from ruled`;
  const short = products.map(([product, seats]) => {
    const taken = sql`sum(case when ${takesSeat(product)} and verdict_but_seats = 'ok' then 1 else 0 end)
      over (order by seq rows unbounded preceding)`;
    return sql`(${takesSeat(product)} and ${taken} > ${seats}::int)`;
  });
  return sql`select ruled.*, case when verdict_but_seats = 'ok' and (${sql.join(short, sql` or `)}) then 'seats_short'
      else verdict_but_seats end as verdict
    from ruled`;
}

/** Does the user hold a seat of the product afterwards that they do not hold now? */
function takesSeat(product: string): Sql {
  const before = { status: sql`status_now`, type: sql`type`, addOns: sql`add_ons` };
  const after = { status: sql`next_status_now`, type: sql`next_type`, addOns: sql`next_add_ons` };
  return sql`(${holdsSeat(after, product)} and not ${holdsSeat(before, product)})`;
}

/** Built on verdicts: users who will not be written, or only in part, with the code and the verdict. */
export function othersThanOk(ctx: Ctx, proposal: Proposal, { byCohort }: EvaluateOptions): Sql {
  const { people } = proposal;
  const why = sql`case when v.verdict = 'ok' then 'changed_since' else v.verdict end as code, v.verdict`;
  const notOk = sql`(v.verdict <> 'ok' or v.conflict)`;
  // A condition selects only people who exist.
  const missing = (rows: Sql) =>
    isCondition(people) ? sql`` : sql`union all select 'unknown_user', 'unknown_user', ${rows}`;
  if (!byCohort)
    return sql`select ${why}, v.id from verdicts v where ${notOk}
      ${missing(sql`id from (select id from p except select id from current) s`)}`;
  // Checks first whether there are any. The check is free, and finding them costs another scan.
  return sql`select ${why}, u.id from verdicts v, ${sources(people)}
      where (select exists (select from verdicts v where ${notOk})) and ${notOk} and ${isOfCohort(ctx, proposal, sql`v`)}
    ${missing(sql`p.id from p where (select count(*) from p) > (select coalesce(sum(n), 0) from current)
      and not exists (select from users u where ${isMeant(ctx, people)})`)}`;
}
