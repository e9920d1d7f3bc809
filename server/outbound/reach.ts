import { inNetworks, isPublic } from '../kernel/network.ts';

/** May outgoing connections of this protocol go to this address? */
export type Reach = (address: string, protocol: string) => boolean;

/** Public addresses by encrypted protocols, and the operator's allowed networks by all. */
export function reachWith(allowed: string[]): Reach {
  return (address, protocol) =>
    inNetworks(address, allowed) || (['https:', 'smtps:'].includes(protocol) && isPublic(address));
}
