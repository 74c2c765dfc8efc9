import { type Explanation, hintOf, type Reason, type Rejected, rejected } from '@countersign/core';
import { expiredHint, lifetimeHint, otherIssuerHint, zoneHint } from './hints.ts';
import type { ProvenToken } from './token-prover.ts';

export interface ClaimPolicyOptions {
  /**
   * The longest lifetime that a token may have, `exp - iat`, in seconds: 600 for Pledg, 300 for a ConnectPay user.
   * Beyond it: `token-lifetime-too-long`.
   */
  readonly maxLifetimeSeconds: number;
  /**
   * How far ahead the issuer's clock may be, in seconds, 0 to 300: for `iat` and `nbf`. Default 5. `exp` stands as
   * it is: a client that is refused for it gets itself a new token.
   */
  readonly toleranceSeconds?: number | undefined;
  /** `iss`: whose tokens are taken. Default: not looked at. */
  readonly issuer?: string | readonly string[] | undefined;
  /** `aud`: who this is; one of these must be among the token's. Default: not looked at. */
  readonly audience?: string | readonly string[] | undefined;
  /** `typ` in the header, such as `at+jwt` (RFC 9068). Default: not looked at. */
  readonly type?: string | undefined;
}

export interface ClaimPolicy {
  readonly toleranceMilliseconds: number;
  refuse(token: ProvenToken, now: number, explain: Explanation | undefined): Rejected | undefined;
}

interface Condition {
  readonly check: string;
  readonly reason: (token: ProvenToken, now: number) => Reason | undefined;
  /** Asked only where somebody reads the answer. */
  readonly detail: (token: ProvenToken, now: number) => string;
  /** Asked only where the condition failed, too. */
  readonly hint?: (token: ProvenToken, now: number) => string | undefined;
}

/**
 * What a proven token must say of itself: its kind, issuer and audience, a lifetime that is not too long, and that
 * now lies within it. Asked on every use of a token.
 *
 * @throws TypeError when an option is unusable.
 */
export function claimPolicy(options: ClaimPolicyOptions): ClaimPolicy {
  const { maxLifetimeSeconds, toleranceSeconds = 5 } = options;
  if (!Number.isFinite(maxLifetimeSeconds) || maxLifetimeSeconds <= 0) {
    throw new TypeError('maxLifetimeSeconds must be a positive number of seconds, such as 600');
  }
  if (!(Number.isFinite(toleranceSeconds) && toleranceSeconds >= 0 && toleranceSeconds <= 300)) {
    throw new TypeError('toleranceSeconds must be a number of seconds from 0 to 300, such as 5');
  }
  const toleranceMilliseconds = toleranceSeconds * 1000;
  const conditions = [
    ...oneOf('typ', checkedNames('type', options.type)?.map(mediaType), ({ type }) =>
      type === undefined ? [] : [mediaType(type)],
    ),
    ...oneOf('iss', checkedNames('issuer', options.issuer), ({ claims }) => claims.issuers, otherIssuerHint),
    ...oneOf('aud', checkedNames('audience', options.audience), ({ claims }) => claims.audiences),
    lifetime(maxLifetimeSeconds * 1000),
    issuedAt(toleranceMilliseconds),
    notBefore(toleranceMilliseconds),
    expiry,
  ];

  return {
    toleranceMilliseconds,
    refuse(token, now, explain) {
      for (const condition of conditions) {
        const reason = condition.reason(token, now);
        if (explain) note(explain, condition, reason, token, now);
        if (reason) return rejected(reason, token.claims.account);
      }
      return undefined;
    },
  };
}

function oneOf(
  check: string,
  wanted: readonly string[] | undefined,
  valuesOf: (token: ProvenToken) => readonly unknown[],
  hintFor?: (wanted: readonly string[]) => string,
): Condition[] {
  if (!wanted) return [];
  return [
    {
      check,
      reason(token) {
        const values = valuesOf(token);
        if (values.length === 0) return 'token-claim-missing';
        return wanted.some((one) => values.includes(one)) ? undefined : 'token-claim-mismatch';
      },
      detail: () => `must be ${wanted.join(' or ')}`,
      hint: () => hintFor?.(wanted),
    },
  ];
}

function lifetime(longest: number): Condition {
  return {
    check: 'lifetime',
    reason: ({ claims }) =>
      claims.expiresAt - claims.issuedAt > longest ? 'token-lifetime-too-long' : undefined,
    detail: ({ claims }) =>
      `${seconds(claims.expiresAt - claims.issuedAt)} from iat to exp, ${seconds(longest)} are allowed`,
    hint: ({ claims }, now) => lifetimeHint(claims.expiresAt, now),
  };
}

function issuedAt(tolerance: number): Condition {
  return {
    check: 'iat',
    reason: ({ claims }, now) => (claims.issuedAt > now + tolerance ? 'token-not-yet-valid' : undefined),
    detail: ({ claims }, now) => `issued ${relative(claims.issuedAt, now)}`,
    hint: ({ claims }, now) => zoneHint(claims.issuedAt, now),
  };
}

function notBefore(tolerance: number): Condition {
  return {
    check: 'nbf',
    reason: ({ claims }, now) =>
      claims.notBefore !== undefined && claims.notBefore > now + tolerance
        ? 'token-not-yet-valid'
        : undefined,
    detail: ({ claims }, now) =>
      claims.notBefore === undefined ? 'not in the token' : `valid from ${relative(claims.notBefore, now)}`,
  };
}

// RFC 7519, section 4.1.4: not on or after it.
const expiry: Condition = {
  check: 'exp',
  reason: ({ claims }, now) => (now >= claims.expiresAt ? 'token-expired' : undefined),
  detail: ({ claims }, now) =>
    `${now < claims.expiresAt ? 'expires' : 'expired'} ${relative(claims.expiresAt, now)}`,
  hint: ({ claims }, now) => expiredHint(claims, now),
};

function note(
  explain: Explanation,
  { check, detail, hint }: Condition,
  reason: Reason | undefined,
  token: ProvenToken,
  now: number,
): void {
  explain.push({
    check,
    outcome: reason ? 'failed' : 'passed',
    detail: detail(token, now),
    ...hintOf(reason && hint?.(token, now)),
  });
}

function relative(time: number, now: number): string {
  return time > now ? `in ${seconds(time - now)}` : `${seconds(now - time)} ago`;
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}

/** RFC 7515, section 4.1.9: a media type, in which `application/` may be left out. */
function mediaType(type: string): string {
  return type.toLowerCase().replace(/^application\//, '');
}

/** @throws TypeError for what is no name, and for a list without one. */
export function checkedNames(
  option: string,
  value: string | readonly string[] | undefined,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names = typeof value === 'string' ? [value] : value;
  if (
    !Array.isArray(names) ||
    names.length === 0 ||
    names.some((name) => typeof name !== 'string' || name === '')
  ) {
    throw new TypeError(`${option} must be one or more names that are not empty, or absent`);
  }
  return [...names];
}
