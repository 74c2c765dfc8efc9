import { jsonObject, type Reason } from '@countersign/core';

/** Everything that a token claims, as it stands in it. Frozen. */
export type Claims = Readonly<Record<string, unknown>>;

/** The claims that decide. Times in milliseconds since the epoch. */
export interface TokenClaims {
  readonly all: Claims;
  readonly account: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly notBefore: number | undefined;
  readonly issuers: readonly unknown[];
  readonly audiences: readonly unknown[];
  readonly scopes: readonly string[];
  readonly tokenId: string | undefined;
}

export interface ClaimsProblem {
  readonly reason: Extract<Reason, 'token-malformed' | 'token-claim-missing'>;
  readonly detail: string;
}

export interface ClaimsToRead {
  readonly accountClaim: string;
  readonly tokenIdRequired: boolean;
}

/** Reads the claims of a proven token (RFC 7519, section 4.1), each of its type: never coerced. */
export function claimsReader({ accountClaim, tokenIdRequired }: ClaimsToRead) {
  const required = ['exp', 'iat', accountClaim, ...(tokenIdRequired ? ['jti'] : [])];
  return (payload: Uint8Array) => readClaims(payload, required, accountClaim);
}

function readClaims(
  payload: Uint8Array,
  required: readonly string[],
  accountClaim: string,
): TokenClaims | ClaimsProblem {
  const all = jsonObject(payload);
  if (!all) return malformed('the claims are not a JSON object');

  const missing = required.find((name) => claimOf(all, name) === undefined);
  if (missing) return { reason: 'token-claim-missing', detail: `${missing} is missing` };

  const expiresAt = numericDate(all.exp);
  const issuedAt = numericDate(all.iat);
  const notBefore = all.nbf === undefined ? undefined : numericDate(all.nbf);
  if (
    expiresAt === undefined ||
    issuedAt === undefined ||
    (notBefore === undefined && all.nbf !== undefined)
  ) {
    return malformed('exp, iat and nbf must be numbers: seconds since the epoch');
  }
  const account = claimOf(all, accountClaim);
  if (typeof account !== 'string' || account === '') {
    return malformed(`${accountClaim} must be a string that is not empty`);
  }
  const { jti, scope = '', iss, aud = [] } = all;
  if (jti !== undefined && (typeof jti !== 'string' || jti === '')) {
    return malformed('jti must be a string that is not empty');
  }
  if (typeof scope !== 'string') return malformed('scope must be a string, scopes separated by spaces');
  return {
    all,
    account,
    issuedAt,
    expiresAt,
    notBefore,
    issuers: iss === undefined ? [] : [iss],
    audiences: Array.isArray(aud) ? aud : [aud],
    scopes: Object.freeze(scope.split(' ').filter((one) => one !== '')),
    tokenId: jti,
  };
}

/** A claim of this very token: never what an object inherits. */
export function claimOf(claims: Claims, name: string): unknown {
  return Object.hasOwn(claims, name) ? claims[name] : undefined;
}

/** Whole milliseconds, so that differences of fractional dates are exact. `undefined` for what is no date at all. */
function numericDate(seconds: unknown): number | undefined {
  const milliseconds = typeof seconds === 'number' ? Math.round(seconds * 1000) : Number.NaN;
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}

function malformed(detail: string): ClaimsProblem {
  return { reason: 'token-malformed', detail };
}
