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

/** The first check that a token fails. */
interface Flaw {
  readonly check: CheckName;
  readonly reason: Reason;
}

type CheckName = 'typ' | 'iss' | 'aud' | 'lifetime' | 'iat' | 'nbf' | 'exp';

/** A check in words. Asked only where somebody reads the answer, the hint only where it failed. */
interface Description {
  readonly check: CheckName;
  readonly detail: (token: ProvenToken, now: number) => string;
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
  const longest = maxLifetimeSeconds * 1000;
  const types = checkedNames('type', options.type)?.map(mediaType);
  const issuers = checkedNames('issuer', options.issuer);
  const audiences = checkedNames('audience', options.audience);
  const descriptions = [
    ...(types ? [oneOf('typ', types)] : []),
    ...(issuers ? [oneOf('iss', issuers, otherIssuerHint)] : []),
    ...(audiences ? [oneOf('aud', audiences)] : []),
    lifetime(longest),
    issuedAt,
    notBefore,
    expiry,
  ];

  function flawOf({ type, claims }: ProvenToken, now: number): Flaw | undefined {
    const typ = types && misfit(types, type === undefined ? [] : [mediaType(type)]);
    if (typ) return { check: 'typ', reason: typ };
    const iss = issuers && misfit(issuers, claims.issuers);
    if (iss) return { check: 'iss', reason: iss };
    const aud = audiences && misfit(audiences, claims.audiences);
    if (aud) return { check: 'aud', reason: aud };
    if (claims.expiresAt - claims.issuedAt > longest) {
      return { check: 'lifetime', reason: 'token-lifetime-too-long' };
    }
    const latest = now + toleranceMilliseconds;
    if (claims.issuedAt > latest) return { check: 'iat', reason: 'token-not-yet-valid' };
    if (claims.notBefore !== undefined && claims.notBefore > latest) {
      return { check: 'nbf', reason: 'token-not-yet-valid' };
    }
    // RFC 7519, section 4.1.4: not on or after it.
    if (now >= claims.expiresAt) return { check: 'exp', reason: 'token-expired' };
    return undefined;
  }

  return {
    toleranceMilliseconds,
    refuse(token, now, explain) {
      const flaw = flawOf(token, now);
      if (explain) describe(explain, descriptions, flaw, token, now);
      return flaw && rejected(flaw.reason, token.claims.account);
    },
  };
}

function misfit(wanted: readonly string[], values: readonly unknown[]): Reason | undefined {
  if (values.length === 0) return 'token-claim-missing';
  return wanted.some((one) => values.includes(one)) ? undefined : 'token-claim-mismatch';
}

function oneOf(
  check: CheckName,
  wanted: readonly string[],
  hint?: (wanted: readonly string[]) => string,
): Description {
  return { check, detail: () => `must be ${wanted.join(' or ')}`, hint: () => hint?.(wanted) };
}

function lifetime(longest: number): Description {
  return {
    check: 'lifetime',
    detail: ({ claims }) =>
      `${seconds(claims.expiresAt - claims.issuedAt)} from iat to exp, ${seconds(longest)} are allowed`,
    hint: ({ claims }, now) => lifetimeHint(claims.expiresAt, now),
  };
}

const issuedAt: Description = {
  check: 'iat',
  detail: ({ claims }, now) => `issued ${relative(claims.issuedAt, now)}`,
  hint: ({ claims }, now) => zoneHint(claims.issuedAt, now),
};

const notBefore: Description = {
  check: 'nbf',
  detail: ({ claims }, now) =>
    claims.notBefore === undefined ? 'not in the token' : `valid from ${relative(claims.notBefore, now)}`,
};

const expiry: Description = {
  check: 'exp',
  detail: ({ claims }, now) =>
    `${now < claims.expiresAt ? 'expires' : 'expired'} ${relative(claims.expiresAt, now)}`,
  hint: ({ claims }, now) => expiredHint(claims, now),
};

/** Every check up to the one that failed. */
function describe(
  explain: Explanation,
  descriptions: readonly Description[],
  flaw: Flaw | undefined,
  token: ProvenToken,
  now: number,
): void {
  for (const { check, detail, hint } of descriptions) {
    const failed = check === flaw?.check;
    explain.push({
      check,
      outcome: failed ? 'failed' : 'passed',
      detail: detail(token, now),
      ...hintOf(failed ? hint?.(token, now) : undefined),
    });
    if (failed) return;
  }
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
