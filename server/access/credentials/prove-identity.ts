import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import { Retry, violates } from '../../database/database-error.ts';
import type { Db } from '../../kernel/context.ts';
import { endLinks } from '../mails/links.ts';
import type { Device } from '../sessions/cookie.ts';
import { endDevices } from '../sessions/devices.ts';
import type { Identity } from './passwords.ts';

/**
 * Makes a sign-in the proven one of its address, with a new password or, if null, its own.
 *
 * Called only for a link mailed to the address. Other people may have set up sign-ins with the address but without its mail. Those sign-ins
 * are dropped with their passwords, and their users move to the proven one.
 */
export async function proveIdentity(
  db: Db,
  identity: Pick<Identity, 'id' | 'emailKey'>,
  passwordHash: string | null,
): Promise<void> {
  try {
    await sql`update identities set account_id = null, password_hash = coalesce(${passwordHash}, password_hash) where id = ${identity.id}`.execute(
      db,
    );
  } catch (error) {
    // A concurrent request proved another sign-in of this address. Retry.
    throw violates(error, 'identities_proven') ? new Retry('proven meanwhile') : error;
  }
  await gatherUsers(db, identity);
  endLinks(db, identity.id);
}

/**
 * Moves the users of an address's unproven sign-ins to its proven one and drops those sign-ins with their sessions. A user stays apart if
 * the proven sign-in already is another user of the same account.
 */
export async function gatherUsers(db: Db, proven: Pick<Identity, 'id' | 'emailKey'>): Promise<void> {
  const others = sql`select id from identities where email_key = ${proven.emailKey} and id <> ${proven.id}`;
  await sql`update memberships m set identity_id = ${proven.id} where identity_id in (${others})
    and not exists (select from memberships o where o.identity_id = ${proven.id} and o.account_id = m.account_id)`.execute(
    db,
  );
  const dropped = await all(
    db,
    sql<{ id: string }>`delete from identities where id in (${others})
      and not exists (select from memberships m where m.identity_id = identities.id) returning id`,
  );
  if (dropped.length > 0)
    db.post(sql`delete from sessions where identity_id = any(${dropped.map(({ id }) => id)}::uuid[])`);
}

/** Ends a sign-in's sessions and forgets its browsers. Keeps the given session and browsers, if any. */
export function endAccess(
  db: Db,
  identityId: string,
  keep: { sessionId: string; devices: Device[] } | null = null,
): void {
  db.post(
    sql`delete from sessions where identity_id = ${identityId} and id is distinct from ${keep?.sessionId ?? null}::uuid`,
  );
  endDevices(db, identityId, keep?.devices ?? []);
}
