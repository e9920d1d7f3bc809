import { sql } from 'kysely';
import { maybe } from '../../database/database.ts';
import type { Db } from '../../kernel/context.ts';
import { bounds } from '../../kernel/limits.ts';
import { newToken } from '../../kernel/secrets.ts';
import type { Device } from './cookie.ts';

/** Which of these browsers one of these sign-ins was used in, or null. */
export async function knownDevice(db: Db, devices: Device[], identityIds: string[]): Promise<Device | null> {
  const own = devices.filter(({ identityId }) => identityIds.includes(identityId));
  if (own.length === 0) return null;
  const row = await maybe(
    db.prepared(),
    sql<{ token_hash: Buffer }>`select token_hash from devices
      where token_hash = any(${own.map(({ tokenHash }) => tokenHash)}::bytea[]) and identity_id = any(${identityIds}::uuid[]) limit 1`,
  );
  return own.find(({ tokenHash }) => row?.token_hash.equals(tokenHash)) ?? null;
}

/** Remembers the browser that a sign-in is used in. @returns its new token, or null if it is known already */
export async function rememberDevice(db: Db, identityId: string, devices: Device[]): Promise<string | null> {
  const { token, hash } = newToken();
  const hashes = devices.filter((device) => device.identityId === identityId).map(({ tokenHash }) => tokenHash);
  const added = maybe(
    db,
    sql`with known as (update devices set last_used_at = muster_now()
        where identity_id = ${identityId} and token_hash = any(${hashes}::bytea[]) returning 1)
      insert into devices (token_hash, identity_id, created_at, last_used_at)
      select ${hash}, ${identityId}, muster_now(), muster_now() where not exists (select from known) returning 1`,
  );
  db.post(sql`delete from devices where token_hash in (
    select token_hash from devices where identity_id = ${identityId} order by last_used_at desc, created_at desc offset ${bounds.devicesOfIdentity})`);
  return (await added) ? token : null;
}

/** Forgets the browsers of a sign-in except the given ones. After a change of password no other browser is known. */
export function endDevices(db: Db, identityId: string, except: Device[]): void {
  db.post(sql`delete from devices where identity_id = ${identityId}
    and token_hash <> all(${except.map(({ tokenHash }) => tokenHash)}::bytea[])`);
}
