import {
  checkOptionTypes,
  type Explanation,
  hintOf,
  type InboundRequest,
  isPublic,
  parseAddress,
  type Reason,
  singleHeader,
} from '@countersign/core';
import { LRUCache } from 'lru-cache';
import { psuIpAbsentMistake, psuIpFormMistake } from './psu-ip-mistake.ts';
import { type Claims, claimOf } from './token-claims.ts';

/** `PSU-IP-Address`: the address of the payment service user at whose wish the client calls (Berlin Group, ConnectPay). */
export interface PsuIpAddressOptions {
  /**
   * Whether a request without it is refused (`psu-ip-absent`). Default true. A token that is bound to an address
   * needs it either way.
   */
  readonly required?: boolean | undefined;
  /** Whether it must be a public address: not private, loopback, link-local or reserved. Default false. */
  readonly publicOnly?: boolean | undefined;
  /**
   * The claim that holds the address a token was issued to, which must then be the header's. A token without the
   * claim is not bound: to bind or not is its issuer's choice. Default: no token is bound.
   */
  readonly claim?: string | undefined;
}

export type PsuIpVerdict = { readonly address: string | undefined } | { readonly reason: Reason };

/** Judges the header beside a proven token. */
export type PsuIpCheck = (
  request: InboundRequest,
  claims: Claims,
  explain: Explanation | undefined,
) => PsuIpVerdict;

/** @throws TypeError when an option is unusable. */
export function psuIpCheck(options: PsuIpAddressOptions): PsuIpCheck {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('psuIpAddress must be an object, such as { required: true }');
  }
  const { required = true, publicOnly = false, claim } = options;
  checkOptionTypes(
    { 'psuIpAddress.required': required, 'psuIpAddress.publicOnly': publicOnly, 'psuIpAddress.claim': claim },
    {
      'psuIpAddress.required': 'boolean',
      'psuIpAddress.publicOnly': 'boolean',
      'psuIpAddress.claim': 'string',
    },
  );

  const addressOf = rememberedAddresses();

  return (request, claims, explain) => {
    const issuedTo = claim === undefined ? undefined : claimOf(claims, claim);
    const header = singleHeader(request.headers, 'psu-ip-address');
    if (header.kind === 'absent') {
      if (required || issuedTo !== undefined) {
        return refuse('psu-ip-absent', 'was not sent', explain, () => psuIpAbsentMistake(request.headers));
      }
      explain?.push({ check: 'PSU-IP-Address', outcome: 'passed', detail: 'was not sent, and need not be' });
      return { address: undefined };
    }
    const read = header.kind === 'malformed' ? undefined : addressOf(header.credentials);
    if (!read) {
      const detail = header.kind === 'malformed' ? header.detail : 'not one literal IPv4 or IPv6 address';
      return refuse('psu-ip-malformed', detail, explain, () =>
        psuIpFormMistake(request.headers.all('psu-ip-address')),
      );
    }
    if (publicOnly && !read.isPublic) {
      const detail = `a ${read.range} address, which is nobody's on the internet`;
      return refuse('psu-ip-not-public', detail, explain);
    }
    // What a proven token says and cannot be read as an address binds it to no address at all.
    if (issuedTo !== undefined && addressOf(issuedTo)?.address !== read.address) {
      return refuse(
        'psu-ip-mismatch',
        'not the address that the token was issued to',
        explain,
        () => 'send the address of the user that this token was issued to, or get a token for this one',
      );
    }
    explain?.push({ check: 'PSU-IP-Address', outcome: 'passed', detail: read.address });
    return read;
  };
}

function refuse(
  reason: Reason,
  detail: string,
  explain: Explanation | undefined,
  mistake?: () => string | undefined,
): PsuIpVerdict {
  explain?.push({ check: 'PSU-IP-Address', outcome: 'failed', detail, ...hintOf(mistake?.()) });
  return { reason };
}

interface ReadAddress {
  /** Normalized: one address, one text. */
  readonly address: string;
  readonly range: string;
  readonly isPublic: boolean;
}

// A user calls more than once.
const REMEMBERED = 10_000;

/** Reads an address once. Only who has a token that holds is asked for one, so a stranger fills nothing. */
function rememberedAddresses(): (text: unknown) => ReadAddress | undefined {
  const remembered = new LRUCache<string, ReadAddress>({ max: REMEMBERED });
  return (text) => {
    if (typeof text !== 'string') return undefined;
    const known = remembered.get(text);
    if (known) return known;
    const parsed = parseAddress(text);
    if (!parsed) return undefined;
    const read = { address: parsed.toString(), range: parsed.range(), isPublic: isPublic(parsed) };
    remembered.set(text, read);
    return read;
  };
}
