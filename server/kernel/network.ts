import ipaddr from 'ipaddr.js';

/** One spelling for an IP address. An IPv4-mapped IPv6 address becomes the IPv4 address. */
export function plainAddress(ip: string): string {
  return ipaddr.isValid(ip) ? readAddress(ip).toString() : ip;
}

/**
 * The network that limits count: an IPv4 address, or the /64 of an IPv6 address, because a provider gives each customer at least that much
 * (RFC 6177). Texts that are no address share one network.
 */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'no address';
  const address = readAddress(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`).toString();
}

/** Is the address public? Loopback, private, link-local, shared, documentation and translated addresses are not. */
export function isPublic(ip: string): boolean {
  if (!ipaddr.isValid(ip) || isIn(ipaddr.parse(ip.replace(/%.*$/, '')), localTranslators)) return false;
  const address = readAddress(ip);
  if (address.range() !== 'unicast' || cloudAddresses.includes(address.toString())) return false;
  // Global addresses are in this range (RFC 3587).
  return address instanceof ipaddr.IPv4 || isIn(address, '2000::/3');
}

/** Local-use translation prefix (RFC 8215). Only that network knows where the IPv4 address is in it. */
const localTranslators = '64:ff9b:1::/48';
/** Public addresses at which some clouds give their machines secrets. */
const cloudAddresses = ['168.63.129.16'];

/** Is the address in one of the networks, each written as a CIDR? */
export function inNetworks(ip: string, networks: string[]): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = readAddress(ip);
  return networks.some((network) => isIn(address, network));
}

/** A network as a CIDR, from a CIDR or from one address; null if the text is neither. */
export function networkFrom(text: string): string | null {
  if (ipaddr.isValidCIDR(text)) return text.toLowerCase();
  if (!/[.:].*[.:]/.test(text) || !ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  return `${address.toString()}/${address.kind() === 'ipv4' ? 32 : 128}`;
}

export function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text);
}

/** An IP address, with a port or without: 10.0.0.53:5353, [fd00::53]:5353, fd00::53. */
export function isEndpoint(text: string): boolean {
  const [, host, port] = /^\[?([\da-f.:]+?)\]?(?::(\d{1,5}))?$/i.exec(text) ?? [];
  if (ipaddr.isValid(text)) return true;
  return host !== undefined && ipaddr.isValid(host) && (port === undefined || Number(port) <= 65_535);
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, cidr: string): boolean {
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return network.kind() === address.kind() && address.match(network, bits);
}

function readAddress(ip: string): ipaddr.IPv4 | ipaddr.IPv6 {
  // Drops the zone, which names an interface of this machine (RFC 4007).
  const address = ipaddr.process(ip.replace(/%.*$/, ''));
  // NAT64 (RFC 6052) has the client's IPv4 address in the last four bytes.
  if (address instanceof ipaddr.IPv6 && address.range() === 'rfc6052')
    return new ipaddr.IPv4(address.toByteArray().slice(12));
  return address;
}
