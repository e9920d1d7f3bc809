import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../kernel/context.ts';
import { type EvaluateOptions, isOfCohort } from '../engine/evaluate.ts';
import { touches } from '../engine/facts.ts';
import { sources } from '../engine/people.ts';
import type { Proposal } from '../engine/proposal.ts';

/**
 * The API keys that stop because their maker would be no active Admin any more, as one JSON list. Built on verdicts. An account without keys
 * is not searched.
 */
export function stoppedKeys(ctx: Ctx, proposal: Proposal, { byCohort }: EvaluateOptions): RawBuilder<unknown> {
  if (!touches(proposal, 'status', 'role')) return sql`null::json`;
  const live = sql`k.account_id = ${ctx.accountId} and k.revoked_at is null and coalesce(k.expires_at > (select muster_now()), true)`;
  const makers = sql`(select array_agg(k.maker_id) from api_keys k where ${live})`;
  const isTheirs = byCohort ? isOfCohort(ctx, proposal, sql`v`) : sql`u.account_id = ${ctx.accountId} and u.id = v.id`;
  return sql`(
      select json_agg(json_build_object('id', k.id, 'name', k.name, 'prefix', k.prefix) order by k.name, k.id)
      from verdicts v, ${byCohort ? sources(proposal.people) : sql`users u`}, api_keys k
      where (select exists (select from api_keys k where ${live})) and v.verdict = 'ok'
        and v.status_now = 'active' and v.role_now <> 'member' and (v.next_status_now <> 'active' or v.next_role <> 'admin')
        and u.id = any(${makers}::uuid[]) and ${isTheirs} and ${live} and k.maker_id = u.id)`;
}
