import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { inAccount, maybe, readInSystem } from '../../database/database.ts';
import type { Caller } from '../../http/route.ts';
import { asSystem, type Channel, type Role } from '../../kernel/context.ts';
import { inNetworks, networkOf, plainAddress } from '../../kernel/network.ts';
import { Problem, type ProblemCode } from '../../kernel/problem.ts';
import { hashToken } from '../../kernel/secrets.ts';
import type { Tools } from '../../tools.ts';
import { permissionsOfRole } from '../rules/permissions.ts';
import { Remembered } from '../sessions/remembered.ts';
import { isKey } from './key.ts';

type KeyRow = {
  key_id: string;
  account_id: string;
  account_name: string;
  permissions: string[];
  addresses: string[];
  maker_id: string | null;
  role: Role | null;
  status: string | null;
  revoked: boolean;
  expired: boolean;
  last_used_from: string | null;
  stale: boolean;
};

/** What a key speaks for, or why it does not work. */
type Found = { caller: Caller; addresses: string[] } | { refused: ProblemCode };

const remembered = new Remembered<Found>();

/**
 * The caller of an API key.
 * @throws key_unknown, key_revoked, key_expired, key_stopped (401), key_address (403), too_many_requests (429) after many unknown keys
 */
export async function findKey(tools: Tools, request: FastifyRequest, key: string): Promise<Caller> {
  if (!isKey(key)) throw new Problem('key_unknown');
  const hash = hashToken(key);
  const ip = plainAddress(request.ip);
  const found = await remembered.find(hash, () => lookUp(tools, hash, ip));
  if ('refused' in found) throw new Problem(found.refused);
  if (found.addresses.length > 0 && !inNetworks(ip, found.addresses)) throw new Problem('key_address', { address: ip });
  return { ...found.caller, channel: channelOf(request) };
}

/** The command line names itself. */
function channelOf({ headers }: FastifyRequest): Channel {
  return headers['user-agent']?.startsWith('muster-cli/') ? 'cli' : 'api';
}

/** A key that exists costs its network nothing, so guessing stops only those who guess. */
async function lookUp(tools: Tools, hash: Buffer, ip: string): Promise<Found> {
  const { database, rateLimits } = tools;
  const network = networkOf(ip);
  rateLimits.require('requestsOfNetwork', network);
  const row = await readInSystem(database, (db) =>
    maybe(db.prepared(), sql<KeyRow>`select * from api_key_by_hash(${hash})`),
  );
  if (row === null) return { refused: 'key_unknown' };
  rateLimits.giveBack('requestsOfNetwork', network);
  if (row.revoked) return { refused: 'key_revoked' };
  if (row.expired) return { refused: 'key_expired' };
  const { maker_id: makerId, role, status } = row;
  if (makerId === null || role === null || !works(row.permissions, { role, status })) return { refused: 'key_stopped' };
  if (isIn(row, ip) && (row.stale || row.last_used_from !== ip)) await noteUse(tools, row, ip);
  return {
    addresses: row.addresses,
    caller: {
      accountId: row.account_id,
      accountName: row.account_name,
      actor: { kind: 'apiKey', id: row.key_id, makerId },
      permissions: new Set(row.permissions),
      channel: 'api',
      session: null,
    },
  };
}

/** A key works while its maker is active and holds every permission that the key has. */
export function works(permissions: string[], maker: { role: Role; status: string | null }): boolean {
  const held = permissionsOfRole(maker.role);
  return maker.status === 'active' && permissions.every((permission) => held.has(permission));
}

function isIn({ addresses }: KeyRow, ip: string): boolean {
  return addresses.length === 0 || inNetworks(ip, addresses);
}

/** At most once a minute, or when the address is another one. */
async function noteUse({ database }: Tools, { account_id: accountId, key_id: id }: KeyRow, ip: string): Promise<void> {
  await inAccount(database, asSystem(accountId), ({ db }) =>
    db.post(sql`update api_keys set last_used_at = muster_now(), last_used_from = ${ip}
      where account_id = ${accountId} and id = ${id}`),
  );
}
