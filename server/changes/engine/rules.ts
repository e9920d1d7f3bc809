import { type RawBuilder, sql } from 'kysely';
import type { Reach } from '../../access/rules/permissions.ts';
import type { Ctx } from '../../kernel/context.ts';
import type { ProblemCode } from '../../kernel/problem.ts';
import type { RateLimits } from '../../kernel/rate-limits.ts';
import type { Catalog } from '../../seats/catalog.ts';
import { type Field, fieldOf } from '../../users/rules/fields.ts';
import { touched, touches, touchesAccess } from './facts.ts';
import type { Proposal } from './proposal.ts';

type Sql = RawBuilder<unknown>;

/** What rules need besides the database: the types and add-ons that exist, and whether limits are enforced. */
export type Rules = { catalog: Catalog; rateLimits: Pick<RateLimits, 'on'> };

/** What a rule sees. Its condition is SQL over `fitted`: what a user is (type), and would become (next_type). */
export type Judging = {
  ctx: Ctx;
  proposal: Proposal;
  rules: Rules;
  reach: Reach;
  /** An actor's own names, or an invited person's joining: allowed on oneself with any role. */
  asSelf: boolean;
  byCohort: boolean;
};

export type Rule = {
  code: ProblemCode;
  /** True if another actor may be allowed what this refuses. */
  byRight?: true;
  /** Is the user refused? Null if the proposal cannot cause it. */
  when: (judging: Judging) => Sql | null;
};

const next = (field: Field): Sql => sql.ref(`next_${fieldOf(field).column}`);
const present = (field: Field): Sql => sql.ref(fieldOf(field).column);

/** The condition under which something changes, or null if the proposal cannot change it. */
type Acts = Sql | null;

/** At least one of these; null if none is possible. */
export function anyOf(...conditions: Acts[]): Acts {
  const possible = conditions.filter((condition) => condition !== null);
  return possible.length > 0 ? sql`(${sql.join(possible, sql` or `)})` : null;
}

const both = (first: Sql, second: Acts): Acts => second && sql`(${first} and ${second})`;

/** Do names, department, type, add-ons or group change? */
export function settingsAct(proposal: Proposal): Acts {
  const settings = touched(proposal).filter((field) => fieldOf(field).reach === 'settings');
  return anyOf(...settings.map((field) => sql`${next(field)} is distinct from ${present(field)}`));
}

/** Do the status, the invitation or the address change? */
export function accessActs(proposal: Proposal): Acts {
  return anyOf(
    touches(proposal, 'status') ? sql`status_acts` : null,
    touches(proposal, 'email') ? sql`email_acts` : null,
  );
}

/** Does the role change? The Owner's row says admin, so asking for that role would otherwise look unchanged. */
export function roleActs(proposal: Proposal): Acts {
  if (!touches(proposal, 'role')) return null;
  return sql`(next_role <> role or (proposed_role is not null and role_now = 'owner'))`;
}

/**
 * A new link and a new expiry: sent again, restored from the trash or reactivated before joining, or a pending person's address corrected.
 */
export function renews(proposal: Proposal): Acts {
  const verb = touches(proposal, 'status')
    ? sql`coalesce(proposed_status in ('resent', 'restored', 'active'), false)`
    : null;
  return both(sql`next_status = 'pending'`, anyOf(verb, touches(proposal, 'email') ? sql`email_acts` : null));
}

const within = (role: Sql, roles: readonly string[]): Sql => sql`${role} = any(${roles}::text[])`;

/** Is anything asked beyond the actor's reach, of a person with that role? */
function beyondReach({ proposal, reach }: Judging, role: 'owner' | 'admin' | 'member'): Acts {
  const settings = reach.settings.includes(role) ? null : settingsAct(proposal);
  const access = reach.access.includes(role) ? null : accessActs(proposal);
  return both(sql`role_now = ${sql.lit(role)}`, anyOf(settings, access));
}

const unlessSelf = (judging: Judging, condition: Acts): Acts =>
  judging.asSelf ? both(sql`not is_self`, condition) : condition;

/** Every reason to leave a user out of a change, in order. The first that holds is reported. */
export const refusals: readonly Rule[] = [
  {
    code: 'owner_protected',
    byRight: true,
    when: (judging) => {
      const { proposal, reach } = judging;
      const settings = reach.settings.includes('owner') ? null : settingsAct(proposal);
      const acts = anyOf(accessActs(proposal), roleActs(proposal), settings);
      return unlessSelf(judging, both(sql`role_now = 'owner'`, acts));
    },
  },
  {
    code: 'self_protected',
    byRight: true,
    when: ({ proposal, asSelf }) =>
      asSelf ? null : both(sql`is_self`, anyOf(accessActs(proposal), roleActs(proposal))),
  },
  {
    code: 'role_forbidden',
    byRight: true,
    when: (judging) => {
      const { proposal, reach } = judging;
      const allowed = sql`not (${within(sql`role_now`, reach.role)} and ${within(sql`next_role`, reach.grant)})`;
      return unlessSelf(judging, both(allowed, roleActs(proposal)));
    },
  },
  { code: 'admin_protected', byRight: true, when: (judging) => unlessSelf(judging, beyondReach(judging, 'admin')) },
  { code: 'forbidden', byRight: true, when: (judging) => unlessSelf(judging, beyondReach(judging, 'member')) },
  {
    code: 'already_removed',
    when: ({ proposal }) => {
      const unless = sql` and coalesce(proposed_status, '') not in ('restored', 'removed')`;
      return sql`(status = 'removed'${touches(proposal, 'status') ? unless : sql``})`;
    },
  },
  {
    code: 'not_joined',
    when: ({ proposal }) =>
      touches(proposal, 'status') ? sql`(proposed_status in ('active', 'deactivated') and status = 'pending')` : null,
  },
  {
    code: 'not_pending',
    when: ({ proposal }) =>
      touches(proposal, 'status')
        ? sql`((proposed_status = 'resent' and status <> 'pending') or (proposed_status = 'joined' and status_now <> 'pending'))`
        : null,
  },
  {
    code: 'email_taken',
    when: ({ ctx, proposal, byCohort }) => {
      if (byCohort || !touchesAccess(proposal)) return null;
      const verb = touches(proposal, 'status') ? sql`coalesce(proposed_status = 'restored', false)` : null;
      const moves = anyOf(verb, touches(proposal, 'email') ? sql`email_acts` : null);
      const taken = sql`exists (select from users o where o.account_id = ${ctx.accountId} and o.email_key = next_email_key
        and o.removed_at is null and o.id <> fitted.id)`;
      const twice = sql`row_number() over (partition by next_email_key, next_status = 'removed' order by seq) > 1`;
      return both(sql`(${taken} or ${twice})`, moves);
    },
  },
  {
    code: 'group_unknown',
    when: ({ ctx, proposal }) =>
      touches(proposal, 'groupId')
        ? sql`(next_group_id <> group_id and not exists (
            select from groups g where g.account_id = ${ctx.accountId} and g.id = next_group_id))`
        : null,
  },
  {
    code: 'manager_self',
    when: ({ proposal }) => (touches(proposal, 'managerId') ? sql`(next_manager_id = fitted.id)` : null),
  },
  {
    // An import knows the managers that its own lines make, and checked the others when it was planned.
    code: 'manager_unknown',
    when: ({ ctx, proposal }) =>
      proposal.set.managerId && !('from' in proposal.set.managerId)
        ? sql`(next_manager_id is distinct from manager_id and next_manager_id is not null and not exists (
            select from users m where m.account_id = ${ctx.accountId} and m.id = next_manager_id))`
        : null,
  },
  { code: 'add_on_needs_type', when: ({ proposal }) => (proposal.set.addOns ? sql`unfit` : null) },
  {
    code: 'mail_limited',
    when: ({ proposal, rules: { rateLimits } }) => (rateLimits.on ? both(sql`had_mails`, renews(proposal)) : null),
  },
];

/** Refusals for lack of permission: another actor may be allowed what these refuse. */
export const refusalsByRight: string[] = refusals.filter(({ byRight }) => byRight).map(({ code }) => code);
