import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { refused } from './failure.ts';

/** Looks up the addresses of a name. */
export type Lookup = (host: string, done: (error: Error | null, found: LookupAddress[]) => void) => void;

const bySystem: Lookup = (host, done) => systemLookup(host, { all: true }, done);

/** Returns only those addresses of a name that may be connected to. */
export function guardedLookup(reach: (address: string) => boolean, lookup: Lookup = bySystem): LookupFunction {
  return (host, options, done) =>
    lookup(host, (error, found) => {
      if (error) return done(error, []);
      const open = found.filter(({ address }) => reach(address));
      const [first] = open;
      if (first === undefined) return done(refused(host), []);
      if (options.all === true) return done(null, open);
      done(null, first.address, first.family);
    });
}
