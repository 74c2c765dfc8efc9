import { hash } from 'node:crypto';
import { parseAddress } from '../request/address.ts';

/**
 * What an address counts as: an IPv4 address as itself, IPv4-mapped IPv6 as the IPv4, any other IPv6 as its /64, which
 * is what one customer has at the least (RFC 6177). Addresses that are not known, or none, count as one.
 */
export function addressKey(clientAddress: string | undefined): string {
  const address = clientAddress === undefined ? undefined : parseAddress(clientAddress);
  if (!address) return 'unknown';
  if (!('parts' in address)) return address.toString();
  const network = address.parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(':')}::/64`;
}

/** An account as it is claimed, by anybody and at any length, and an address, as a key of one length. */
export function pairKey(account: string, address: string): string {
  // An address holds no NUL: the two parts cannot run into one another.
  return hash('sha256', `${address}\0${account}`, 'base64url');
}
