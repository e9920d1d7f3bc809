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

function readAddress(ip: string): ipaddr.IPv4 | ipaddr.IPv6 {
  // Without the zone, which names an interface of this machine (RFC 4007).
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  // NAT64 (RFC 6052) puts the IPv4 address of the client into the last four bytes.
  if (address instanceof ipaddr.IPv6 && address.range() === 'rfc6052')
    return new ipaddr.IPv4(address.toByteArray().slice(12));
  return address;
}
