import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An IPv4 or IPv6 address; IPv4-mapped IPv6 is the IPv4. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

export type AddressRange = [Address, number];

/** One literal address: no port, no zone, no list, no name, no octal or shortened IPv4. */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 45 || text.includes('%') || isIP(text) === 0) return undefined;
  // ipaddr.js reads `::203.0.113.7` as the IPv4-mapped address, and each other spelling of it as what it is.
  return ipaddr.process(text.replace(/^::(?=\d+\.)/, '0:0:0:0:0:0:'));
}

/**
 * Addresses and CIDR ranges, such as `['203.0.113.7', '10.0.0.0/8', '2001:db8::/32']`.
 * @throws TypeError naming the entry that is neither.
 */
export function parseRanges(entries: readonly string[], option: string): AddressRange[] {
  if (!Array.isArray(entries)) {
    throw new TypeError(`${option} must be a list of addresses and CIDR ranges, such as ['10.0.0.0/8']`);
  }
  return entries.map((entry: unknown) => {
    const range = typeof entry === 'string' ? parseRange(entry) : undefined;
    if (!range) {
      throw new TypeError(
        `${option}: "${String(entry)}" is neither an IP address nor a CIDR range such as 10.0.0.0/8`,
      );
    }
    return range;
  });
}

/** The network is a literal address as well: ipaddr.js alone would read `10/8` as 0.0.0.10 and `010.0.0.0` as octal. */
function parseRange(entry: string): AddressRange | undefined {
  const [network = '', prefix, ...rest] = entry.split('/');
  const address = parseAddress(network);
  if (!address || rest.length > 0) return undefined;
  const longest = address.kind() === 'ipv4' ? 32 : 128;
  if (prefix === undefined) return [address, longest];
  const bits = /^(?:0|[1-9]\d{0,2})$/.test(prefix) ? Number(prefix) : Infinity;
  return bits <= longest ? [address, bits] : undefined;
}

export function isWithin(address: Address, ranges: readonly AddressRange[]): boolean {
  return ranges.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
}

/** Whether an address can be somebody's on the public internet: not private, loopback, link-local or reserved. */
export function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || isWithin(address, globalUnicast);
}

// RFC 4291, section 2.4: the only IPv6 addresses that are handed out. `::7f00:1` and its like are not among them.
const globalUnicast: AddressRange[] = [ipaddr.parseCIDR('2000::/3')];
