import {
  type CredentialHeader,
  challenge,
  checkedRealm,
  singleHeader,
  type Verifier,
} from '@countersign/core';
import { type PairInHeaderOptions, pairInHeader } from './pair-in-header.ts';
import type { PairPrincipal } from './verify-pair.ts';

export interface ApiKeyHeaderOptions extends PairInHeaderOptions {
  /** The header's name, such as `x-connectpay-api-key`. */
  readonly header: string;
  /** What the challenge calls the protected space: printable ASCII. Default `API`. */
  readonly realm?: string | undefined;
}

/**
 * An id:secret pair in a header of its own: `x-connectpay-api-key: base64(ClientKey:ClientSecret)`, with and
 * without `Basic ` before it, as ConnectPay documents both. Otherwise as `basic`, with the same reasons.
 *
 * @throws TypeError when an option is unusable.
 */
export function apiKeyHeader(options: ApiKeyHeaderOptions): Verifier<PairPrincipal> {
  const headerName = checkedHeaderName(options.header);
  return pairInHeader(
    {
      scheme: 'api-key-header',
      headerName,
      challenge: challenge('ApiKey', { realm: checkedRealm(options.realm ?? 'API'), header: headerName }),
      read: (headers) => withoutBasic(singleHeader(headers, headerName)),
    },
    options,
  );
}

function withoutBasic(header: CredentialHeader): CredentialHeader {
  if (header.kind !== 'present' || !/^basic /i.test(header.credentials)) return header;
  return { kind: 'present', credentials: header.credentials.slice('Basic '.length).replace(/^ +/, '') };
}

function checkedHeaderName(header: string): string {
  if (typeof header !== 'string' || !/^[A-Za-z0-9-]+$/.test(header)) {
    throw new TypeError('header must be a header name, such as x-connectpay-api-key');
  }
  return header.toLowerCase();
}
