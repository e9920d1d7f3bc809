import { sql } from 'kysely';
import { type Database, inSystem, maybe, readInSystem } from '../../database/database.ts';
import type { Caller } from '../../http/route.ts';
import type { Role } from '../../kernel/context.ts';
import { hashToken } from '../../kernel/secrets.ts';
import { permissionsOfRole } from '../rules/permissions.ts';
import { Remembered } from './remembered.ts';

export const idleDays = 14;
export const absoluteDays = 90;

const remembered = new Remembered<Caller | null>();

/**
 * The caller of a session token, or null if it is unknown, too old, or its user is not active in its account. Null is remembered as well: a
 * token is in the database before a client has it.
 */
export function findSession(database: Database, token: string): Promise<Caller | null> {
  const hash = hashToken(token);
  return remembered.find(hash, () => lookUp(database, hash));
}

async function lookUp(database: Database, hash: Buffer): Promise<Caller | null> {
  const row = await readInSystem(database, (db) =>
    maybe(
      db.prepared(),
      sql<SessionRow>`select *,
        last_seen_at < now - make_interval(days => ${idleDays}) or created_at < now - make_interval(days => ${absoluteDays}) as over,
        last_seen_at < now - interval '1 minute' as stale from session_by_hash(${hash})`,
    ),
  );
  if (row?.status !== 'active' || row.over) return null;
  if (row.stale)
    await inSystem(database, (db) =>
      db.post(sql`update sessions set last_seen_at = muster_now() where id = ${row.session_id}`),
    );
  return toCaller(row);
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
