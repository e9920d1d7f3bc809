import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { refused } from './failure.ts';
import { guardedLookup, type Lookup } from './lookup.ts';
import type { Reach } from './reach.ts';

export type ConnectSettings = {
  reach: Reach;
  connectMs: number;
  /** The system's, unless given. */
  lookup?: Lookup | undefined;
  /** A trusted certificate instead of the system's. */
  ca?: string | undefined;
};

/**
 * Connects to allowed addresses only. It checks the address of the actual connection, so a name that resolves differently the next time
 * gains nothing.
 */
export function guardedConnector({ reach, connectMs, lookup, ca }: ConnectSettings): buildConnector.connector {
  const of = (protocol: string) =>
    buildConnector({
      timeout: connectMs,
      allowH2: false,
      lookup: guardedLookup((address) => reach(address, protocol), lookup),
      ...(ca === undefined ? {} : { ca }),
    });
  const [byTls, plain] = [of('https:'), of('http:')];
  return (options, callback) => {
    const { protocol } = options;
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // An IP address is connected to without a lookup.
    if (isIP(host) !== 0 && !reach(host, protocol)) return callback(refused(host), null);
    const connect = protocol === 'https:' ? byTls : plain;
    connect(options, (error, socket) => {
      if (error) return callback(error, null);
      if (reach(socket.remoteAddress ?? '', protocol)) return callback(null, socket);
      socket.destroy();
      callback(refused(host), null);
    });
  };
}
