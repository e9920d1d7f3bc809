import { type RawBuilder, sql } from 'kysely';
import { keepDays } from '../../users/rules/user-sql.ts';

/** Changes that are another person's own act cannot be undone. */
const lastingSources = ['invitation', 'profile'];

/** Why a change of `changes c` cannot be undone, in words; null if it can be. */
export const cannotUndo: RawBuilder<string | null> = sql`case
  when c.source = any(${lastingSources}::text[]) then 'it was made by the person themselves'
  when c.operation ? 'resend' then 'mails cannot be called back'
  when c.state in ('undone', 'undoing') then 'it was undone already'
  when c.state not in ('applied', 'cancelled', 'failed') then 'it is ' || c.state
  when coalesce((c.result -> 'create')::int + (c.result -> 'update')::int + (c.result -> 'remove')::int, 0) = 0 then 'it changed nobody'
  when c.applied_at <= muster_now() - make_interval(days => ${keepDays}) then ${`only what was applied in the last ${keepDays} days can be`} end`;

/** The time until which a change of `changes c` can be undone; null if it cannot be. */
export const undoUntil: RawBuilder<string | null> =
  sql`case when (${cannotUndo}) is null then iso(c.applied_at + make_interval(days => ${keepDays})) end`;
