import { type RawBuilder, sql } from 'kysely';
import { undoDays } from './change.ts';

/** Changes that are another person's own act are not undone. */
export const lastingSources = ['invitation', 'profile'];

/** Until when a change of `changes c` can be undone; null when it cannot be, or no longer. */
export const undoUntil: RawBuilder<string | null> = sql`case
  when c.state in ('applied', 'cancelled', 'failed') and c.source <> all(${lastingSources}::text[]) and not c."do" ? 'resend'
    and c.applied_at > muster_now() - make_interval(days => ${undoDays})
    and (c.result -> 'create')::int + (c.result -> 'update')::int + (c.result -> 'remove')::int > 0
  then iso(c.applied_at + make_interval(days => ${undoDays})) end`;
