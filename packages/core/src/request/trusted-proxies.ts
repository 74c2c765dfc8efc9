import { type Address, isWithin, parseAddress, parseRanges } from './address.ts';
import type { InboundHeaders } from './inbound-request.ts';

/** The proxies whose word about a client is believed. */
export interface TrustedProxies {
  trusts(peerAddress: string | undefined): boolean;
  /**
   * The client behind the trusted proxies: the first hop from the right of `X-Forwarded-For` that is none of them.
   * A hop is one literal address, without a port; `undefined` where one on the way is anything else.
   */
  clientAddress(peerAddress: string | undefined, headers: InboundHeaders): string | undefined;
  /**
   * Whether the trusted proxy says, in the last `X-Forwarded-Proto`, that the client's connection was TLS;
   * `undefined` where no trusted proxy says anything.
   */
  secure(peerAddress: string | undefined, headers: InboundHeaders): boolean | undefined;
}

/**
 * @param entries addresses and CIDR ranges of the proxies, such as `['10.0.0.0/8']`
 * @param option what the entries are called where one is wrong
 * @throws TypeError when an entry is neither.
 */
export function trustedProxies(entries: readonly string[], option = 'trustedProxies'): TrustedProxies {
  const ranges = parseRanges(entries, option);
  const isProxy = (address: Address | undefined) => address !== undefined && isWithin(address, ranges);
  const trusts = (peerAddress: string | undefined) =>
    ranges.length > 0 && peerAddress !== undefined && isProxy(parseAddress(peerAddress));

  return {
    trusts,
    clientAddress(peerAddress, headers) {
      if (!trusts(peerAddress)) return peerAddress;
      const hops = listValues(headers.all('x-forwarded-for')).map(withoutPort);
      for (const hop of hops.toReversed()) {
        const address = parseAddress(hop);
        if (!address) return undefined;
        if (!isProxy(address)) return hop;
      }
      return hops[0] ?? peerAddress;
    },
    secure(peerAddress, headers) {
      const said = trusts(peerAddress) ? listValues(headers.all('x-forwarded-proto')).at(-1) : undefined;
      return said === undefined ? undefined : said.toLowerCase() === 'https';
    },
  };
}

export const noTrustedProxies: TrustedProxies = trustedProxies([]);

/** Some proxies write the client's port behind its address: `203.0.113.7:4711`, `[2001:db8::7]:4711`. */
function withoutPort(hop: string): string {
  return /^\[([^\]]+)\](?::\d{1,5})?$/.exec(hop)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(hop)?.[1] ?? hop;
}

/** The items of a list header, however many times it was sent; empty ones do not count (RFC 9110, section 5.6.1). */
function listValues(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
