import { connect, isIP, type Socket } from 'node:net';
import { inNetworks } from '../kernel/network.ts';
import { failureOf, OutboundFailure, refused } from './failure.ts';
import { guardedLookup, type Lookup } from './lookup.ts';
import { reachWith } from './reach.ts';

/** The ports of mail servers. Another one is reached only in the operator's allowed networks. */
export const mailPorts = [25, 465, 587, 2525];

export type MailAddress = { host: string; port: number; encrypted: boolean };
type Settings = { allow: string[]; connectMs: number; lookup?: Lookup | undefined };

function reachOfMail({ port, encrypted }: Omit<MailAddress, 'host'>, allow: string[]): (address: string) => boolean {
  const reach = reachWith(allow);
  return (address) =>
    inNetworks(address, allow) || (mailPorts.includes(port) && reach(address, encrypted ? 'smtps:' : 'smtp:'));
}

/** False if the port, or an IP address, rules a server out without a lookup. The connection itself is checked again. */
export function mayConnectMail({ host, port, encrypted }: MailAddress, allow: string[]): boolean {
  if (isIP(host) !== 0) return reachOfMail({ port, encrypted }, allow)(host);
  return allow.length > 0 || (encrypted && mailPorts.includes(port));
}

/**
 * Connects to a mail server that people entered, by the rules of outgoing requests. What is not encrypted goes to allowed networks only. It
 * checks the address of the actual connection, so a name that resolves differently the next time gains nothing.
 * @throws OutboundFailure
 */
export function connectMail({ host, port, encrypted }: MailAddress, settings: Settings): Promise<Socket> {
  const reach = reachOfMail({ port, encrypted }, settings.allow);
  // An IP address is connected to without a lookup.
  if (isIP(host) !== 0 && !reach(host)) return Promise.reject(refused(`${host}:${port}`));
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: guardedLookup(reach, settings.lookup) });
    const fail = (error: unknown) => {
      socket.destroy();
      reject(failureOf(error, `${host}:${port}`));
    };
    socket.setTimeout(settings.connectMs, () =>
      fail(new OutboundFailure('slow', `${host}:${port} did not answer in time.`)),
    );
    socket.once('error', fail);
    socket.once('connect', () => {
      if (!reach(socket.remoteAddress ?? '')) return fail(refused(`${host}:${port}`));
      socket.setTimeout(0).removeAllListeners('timeout').off('error', fail);
      resolve(socket);
    });
  });
}
