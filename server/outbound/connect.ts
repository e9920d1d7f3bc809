import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { refused } from './failure.ts';
import type { Reach } from './reach.ts';

/** Looks up the addresses of a name. */
export type Lookup = (host: string, done: (error: Error | null, found: LookupAddress[]) => void) => void;

const bySystem: Lookup = (host, done) => systemLookup(host, { all: true }, done);

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
export function guardedConnector(settings: ConnectSettings): buildConnector.connector {
  const { reach, connectMs, ca } = settings;
  const of = (protocol: string) =>
    buildConnector({
      timeout: connectMs,
      allowH2: false,
      lookup: guardedLookup(settings, protocol),
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

/** Returns only those addresses of a name that may be connected to. */
function guardedLookup({ reach, lookup = bySystem }: ConnectSettings, protocol: string): LookupFunction {
  return (host, options, done) =>
    lookup(host, (error, found) => {
      if (error) return done(error, []);
      const open = found.filter(({ address }) => reach(address, protocol));
      const [first] = open;
      if (first === undefined) return done(refused(host), []);
      if (options.all === true) return done(null, open);
      done(null, first.address, first.family);
    });
}
