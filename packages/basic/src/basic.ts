import { authorizationFor, challenge, checkedRealm, type Verifier } from '@countersign/core';
import { type PairInHeaderOptions, pairInHeader } from './pair-in-header.ts';
import type { PairPrincipal } from './verify-pair.ts';

export interface BasicOptions extends PairInHeaderOptions {
  /** What the challenge calls the protected space: printable ASCII. */
  readonly realm: string;
}

/**
 * HTTP Basic (RFC 7617): `Authorization: Basic base64(id:secret)`.
 *
 * Reasons: `credentials-malformed`, `account-unknown`, `proof-mismatch` (which look the same from outside),
 * `credentials-expired`, `account-inactive`, `account-expired`, `address-not-allowed`, `insecure-transport`.
 *
 * @throws TypeError when an option is unusable.
 */
export function basic(options: BasicOptions): Verifier<PairPrincipal> {
  return pairInHeader(
    {
      scheme: 'basic',
      headerName: 'authorization',
      challenge: challenge('Basic', { realm: checkedRealm(options.realm), charset: 'UTF-8' }),
      read: (headers) => authorizationFor('Basic', headers),
    },
    options,
  );
}
