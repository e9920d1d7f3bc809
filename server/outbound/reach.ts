import { inNetworks, isPublic } from '../kernel/network.ts';

/** May outgoing HTTP of this protocol connect to this address? */
export type Reach = (address: string, protocol: string) => boolean;

/** Public addresses by https, and the operator's allowed networks by both protocols. */
export function reachWith(allowed: string[]): Reach {
  return (address, protocol) => inNetworks(address, allowed) || (protocol === 'https:' && isPublic(address));
}
