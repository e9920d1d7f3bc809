import { readInSystem } from '../../database/database.ts';
import type { RateName } from '../../kernel/limits.ts';
import { networkOf } from '../../kernel/network.ts';
import type { Tools } from '../../tools.ts';
import { knownDevice } from '../sessions/devices.ts';
import type { From } from '../sessions/start-session.ts';

/** One try of a sign-in's secret: a password, or in future a code of a second factor. */
export type Try = {
  /** The key of the address that is tried, known or not. */
  emailKey: string;
  /** The sign-ins of that address. */
  identityIds: string[];
  from: Pick<From, 'ip' | 'devices'>;
  /** The try came with a sign-up. The limits of sign-ups per network are stricter than those of tries per address. */
  bySignUp?: boolean;
  /** The signed-in caller, if the try is made with a session. */
  session?: { identityId: string; accountId: string };
};

/**
 * Counts a try before it is made. A browser that has signed in with this address has a budget of its own, so that strangers cannot use it
 * up. All others share the budgets of their network and of the address.
 * @returns takes the count back, for a try that was right
 * @throws too_many_requests (429)
 */
export async function countTry(
  { database, rateLimits }: Pick<Tools, 'database' | 'rateLimits'>,
  made: Try,
): Promise<() => void> {
  if (!rateLimits.on) return () => {};
  const known = made.from.devices.some(({ identityId }) => made.identityIds.includes(identityId));
  const device = known
    ? await readInSystem(database, (db) => knownDevice(db, made.from.devices, made.identityIds))
    : null;
  const counts = device ? ofDevice(device.tokenHash.toString('hex')) : made.session ? behind(made) : ofStranger(made);
  for (const [rate, key] of counts) rateLimits.require(rate, key);
  return () => {
    for (const [rate, key] of counts) rateLimits.giveBack(rate, key);
  };
}

type Count = readonly [rate: RateName, key: string];

function ofDevice(device: string): Count[] {
  return [
    ['triesOfDevice', device],
    ['triesOfDeviceInTenMinutes', device],
  ];
}

function ofStranger({ emailKey, bySignUp, from: { ip } }: Try): Count[] {
  const network = networkOf(ip);
  return [
    ['triesOfNetwork', network],
    ...(bySignUp ? [] : [['triesOfAddressInNetwork', `${network} ${emailKey}`] as const]),
    ['triesOfAddress', emailKey],
  ];
}

function behind({ session, from: { ip } }: Try): Count[] {
  if (!session) return [];
  return [
    ['triesOfNetwork', networkOf(ip)],
    ['triesOfIdentity', session.identityId],
    ['triesOfIdentityInTenMinutes', session.identityId],
    ['triesOfAccount', session.accountId],
  ];
}
