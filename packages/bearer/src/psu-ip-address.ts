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
    const refuse = (reason: Reason, detail: string, mistake?: () => string | undefined) => {
      explain?.push({ check: 'PSU-IP-Address', outcome: 'failed', detail, ...hintOf(mistake?.()) });
      return { reason };
    };
    const formMistake = () => psuIpFormMistake(request.headers.all('psu-ip-address'));
    const issuedTo = claim === undefined ? undefined : claimOf(claims, claim);
    const header = singleHeader(request.headers, 'psu-ip-address');
    if (header.kind === 'absent') {
      if (required || issuedTo !== undefined) {
        return refuse('psu-ip-absent', 'was not sent', () => psuIpAbsentMistake(request.headers));
      }
      explain?.push({ check: 'PSU-IP-Address', outcome: 'passed', detail: 'was not sent, and need not be' });
      return { address: undefined };
    }
    if (header.kind === 'malformed') return refuse('psu-ip-malformed', header.detail, formMistake);
    const address = addressOf(header.credentials);
    if (!address) {
      return refuse('psu-ip-malformed', 'not one literal IPv4 or IPv6 address', formMistake);
    }
    if (publicOnly && !address.isPublic) {
      return refuse('psu-ip-not-public', `a ${address.range} address, which is nobody's on the internet`);
    }
    // What a proven token says and cannot be read as an address binds it to no address at all.
    if (issuedTo !== undefined && addressOf(issuedTo)?.text !== address.text) {
      return refuse(
        'psu-ip-mismatch',
        'not the address that the token was issued to',
        () => 'send the address of the user that this token was issued to, or get a token for this one',
      );
    }
    explain?.push({ check: 'PSU-IP-Address', outcome: 'passed', detail: address.text });
    return { address: address.text };
  };
}

interface ReadAddress {
  /** Normalized: one address, one text. */
  readonly text: string;
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
    const address = parseAddress(text);
    if (!address) return undefined;
    const read = { text: address.toString(), range: address.range(), isPublic: isPublic(address) };
    remembered.set(text, read);
    return read;
  };
}
