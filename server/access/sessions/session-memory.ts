import { sql } from 'kysely';
import { type Database, inSystem, maybe, readInSystem } from '../../database/database.ts';
import type { Caller } from '../../http/route.ts';
import type { Role } from '../../kernel/context.ts';
import { hashToken } from '../../kernel/secrets.ts';
import { permissionsOfRole } from '../rules/permissions.ts';

const rememberMs = 1000;
const rememberedMax = 10_000;
export const idleDays = 14;
export const absoluteDays = 90;

const remembered = new Map<string, { at: number; found: Caller | null }>();
let generation = 0;

/**
 * Clears this process's cache of sessions. Called after every commit that ends access or changes a role, so that it takes effect here
 * before the answer is sent. Other servers cache for at most a second.
 */
export function forgetSessions(): void {
  generation++;
  remembered.clear();
}

/**
 * The caller of a session token, or null if it is unknown, too old, or its user is not active in its account. Null is cached as well: a
 * token is in the database before a client has it.
 */
export async function findSession(database: Database, token: string): Promise<Caller | null> {
  const hash = hashToken(token);
  const key = hash.toString('latin1');
  const at = performance.now();
  const known = remembered.get(key);
  if (known && at - known.at < rememberMs) return known.found;
  const asked = generation;
  const row = await readInSystem(database, (db) =>
    maybe(
      db.prepared(),
      sql<SessionRow>`select *,
        last_seen_at < now - make_interval(days => ${idleDays}) or created_at < now - make_interval(days => ${absoluteDays}) as over,
        last_seen_at < now - interval '1 minute' as stale from session_by_hash(${hash})`,
    ),
  );
  const alive = row?.status === 'active' && !row.over ? row : null;
  if (alive?.stale)
    await inSystem(database, (db) =>
      db.post(sql`update sessions set last_seen_at = muster_now() where id = ${alive.session_id}`),
    );
  const found = alive && toCaller(alive);
  if (remembered.size >= rememberedMax) remembered.clear();
  // If something changed during the query, the next request asks again.
  if (asked === generation) remembered.set(key, { at, found });
  return found;
}

type SessionRow = {
  session_id: string;
  identity_id: string;
  account_id: string;
  account_name: string;
  user_id: string;
  role: Role;
  status: string;
  over: boolean;
  stale: boolean;
};

function toCaller(row: SessionRow): Caller {
  return {
    accountId: row.account_id,
    accountName: row.account_name,
    actor: { kind: 'user', id: row.user_id },
    permissions: permissionsOfRole(row.role),
    channel: 'console',
    session: { id: row.session_id, identityId: row.identity_id },
  };
}
