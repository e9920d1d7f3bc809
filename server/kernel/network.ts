import ipaddr from 'ipaddr.js';

/** One spelling of an IP address, whatever the spelling it came in. An IPv4 address in the clothes of IPv6 is the IPv4 address. */
export function plainAddress(ip: string): string {
  return ipaddr.isValid(ip) ? readAddress(ip).toString() : ip;
}

/**
 * The network that limits count: an IPv4 address, or the /64 of an IPv6 address, because one customer of a provider has at least
 * that many (RFC 6177). What is no address is one network together.
 */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'no address';
  const address = readAddress(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`).toString();
}

/** Is the address one of the Internet's? No loopback, private, link-local, shared, documented or translated one is. */
export function isPublic(ip: string): boolean {
  if (!ipaddr.isValid(ip) || isIn(ipaddr.parse(ip.replace(/%.*$/, '')), localTranslators)) return false;
  const address = readAddress(ip);
  if (address.range() !== 'unicast' || cloudAddresses.includes(address.toString())) return false;
  // Global addresses begin so (RFC 3587).
  return address instanceof ipaddr.IPv4 || isIn(address, '2000::/3');
}

/** Translators of a network's own (RFC 8215): where the IPv4 address stands in these, only that network knows. */
const localTranslators = '64:ff9b:1::/48';
/** Public addresses by which some clouds tell their machines secrets. */
const cloudAddresses = ['168.63.129.16'];

/** Is the address in one of the networks, each written as a CIDR? */
export function inNetworks(ip: string, networks: string[]): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = readAddress(ip);
  return networks.some((network) => isIn(address, network));
}

export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text);
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, cidr: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return network.kind() === address.kind() && address.match(network, bits);
}

function readAddress(ip: string): ipaddr.IPv4 | ipaddr.IPv6 {
  // Without the zone, which names an interface of this machine (RFC 4007).
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  // NAT64 (RFC 6052) puts the IPv4 address of the client into the last four bytes.
  if (address instanceof ipaddr.IPv6 && address.range() === 'rfc6052')
    return new ipaddr.IPv4(address.toByteArray().slice(12));
  return address;
}
