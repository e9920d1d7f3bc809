import { sql } from 'kysely';
import { all } from '../../database/database.ts';
import { Retry, violates } from '../../database/database-error.ts';
import type { Db } from '../../kernel/context.ts';
import { endLinks } from '../mails/links.ts';
import type { Device } from '../sessions/cookie.ts';
import { endDevices } from '../sessions/devices.ts';
import type { Identity } from './passwords.ts';

/**
 * Makes a sign-in the proven one of its address, with a new password or, when null, its own.
 *
 * Only a link mailed to the address leads here. What was set up before by whoever typed the address without having its mail
 * loses its password: other sign-ins of the address are dropped, and their users come over to the proven one.
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
    // Another link of the same address was used at the same moment: look again.
    throw violates(error, 'identities_proven') ? new Retry('proven meanwhile') : error;
  }
  await gatherUsers(db, identity);
  endLinks(db, identity.id);
}

/**
 * Moves the users of an address's unproven sign-ins to its proven one and drops those sign-ins with their sessions. One stays
 * apart: a user of an account in which the proven sign-in is another user already.
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

/** Ends a sign-in's sessions and forgets its browsers: all, or all but the session and the browsers that are kept. */
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
