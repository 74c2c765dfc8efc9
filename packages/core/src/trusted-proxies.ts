import { type AddressRange, isWithin, parseAddress, parseRanges } from './address.ts';
import type { InboundHeaders } from './inbound-request.ts';

/** The proxies whose word about a client is believed. */
export interface TrustedProxies {
  trusts(peerAddress: string | undefined): boolean;
  /** The client behind the trusted proxies, read from the right of `X-Forwarded-For`; `undefined` where it is unreadable. */
  clientAddress(peerAddress: string | undefined, headers: InboundHeaders): string | undefined;
  /** Whether the trusted proxy says, in the last `X-Forwarded-Proto`, that the client's connection was TLS. */
  secure(peerAddress: string | undefined, headers: InboundHeaders): boolean;
}

/**
 * @param entries addresses and CIDR ranges of the proxies, such as `['10.0.0.0/8']`
 * @throws TypeError when an entry is neither.
 */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const ranges = parseRanges(entries, 'trustedProxies');
  const trusts = (address: string | undefined) => ranges.length > 0 && isTrusted(address, ranges);

  return {
    trusts,
    clientAddress(peerAddress, headers) {
      if (!trusts(peerAddress)) return peerAddress;
      const hops = listValues(headers.all('x-forwarded-for'));
      for (const hop of hops.toReversed()) {
        if (parseAddress(hop) === undefined) return undefined;
        if (!trusts(hop)) return hop;
      }
      return hops[0] ?? peerAddress;
    },
    secure(peerAddress, headers) {
      return (
        trusts(peerAddress) && listValues(headers.all('x-forwarded-proto')).at(-1)?.toLowerCase() === 'https'
      );
    },
  };
}

export const noTrustedProxies: TrustedProxies = trustedProxies([]);

function isTrusted(address: string | undefined, ranges: readonly AddressRange[]): boolean {
  const parsed = address === undefined ? undefined : parseAddress(address);
  return parsed !== undefined && isWithin(parsed, ranges);
}

function listValues(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
