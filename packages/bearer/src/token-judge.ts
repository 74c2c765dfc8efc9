import {
  type Account,
  accepted,
  type Explanation,
  type InboundRequest,
  isPromiseLike,
  type Rejected,
  refuseAccount,
  rejected,
  type Verdict,
} from '@countersign/core';
import type { BearerOptions } from './bearer.ts';
import type { BearerPrincipal } from './bearer-principal.ts';
import { claimPolicy } from './claim-policy.ts';
import { failedCheck } from './failed-check.ts';
import { psuIpCheck } from './psu-ip-address.ts';
import type { TokenClaims } from './token-claims.ts';
import type { ProvenToken } from './token-prover.ts';

type TokenVerdict = Verdict<BearerPrincipal> | Promise<Verdict<BearerPrincipal>>;

/** Judges a token that holds, or passes on why it does not. */
export type TokenJudge = (
  token: ProvenToken | Rejected,
  request: InboundRequest,
  explain: Explanation | undefined,
) => TokenVerdict;

/**
 * What a proven token is asked on every use: what it claims, whether it was revoked, its account, scopes, and the
 * address of the user, in this order.
 *
 * @param scopes that it must have, all of them
 * @throws TypeError when an option is unusable.
 */
export function tokenJudge(options: BearerOptions, scopes: readonly string[]): TokenJudge {
  const { directory, revocations, clock = Date.now } = options;
  const policy = claimPolicy(options);
  const psuIp = options.psuIpAddress === undefined ? undefined : psuIpCheck(options.psuIpAddress);

  function judge(
    token: ProvenToken | Rejected,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): TokenVerdict {
    if ('outcome' in token) return token;
    const { claims } = token;
    const refused = policy.refuse(token, clock(), explain);
    if (refused) return refused;
    if (!revocations || claims.tokenId === undefined) return lookUpAccount(claims, request, explain);
    const revoked = revocations.isRevoked(claims.tokenId);
    return isPromiseLike(revoked)
      ? Promise.resolve(revoked).then((answer) => judgeRevocation(answer, claims, request, explain))
      : judgeRevocation(revoked, claims, request, explain);
  }

  function judgeRevocation(
    answer: boolean,
    claims: TokenClaims,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): TokenVerdict {
    // Only a plain no is a no: a list that answers something else is broken, and the token counts as revoked.
    if (answer !== false) {
      explain?.push(failedCheck('revocation', 'this token was revoked'));
      return rejected('token-revoked', claims.account);
    }
    explain?.push({ check: 'revocation', outcome: 'passed', detail: 'not revoked' });
    return lookUpAccount(claims, request, explain);
  }

  function lookUpAccount(
    claims: TokenClaims,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): TokenVerdict {
    if (!directory) return admit({ id: claims.account }, claims, request, explain);
    const account = directory.find(claims.account);
    return isPromiseLike(account)
      ? Promise.resolve(account).then((found) => judgeAccount(found, claims, request, explain))
      : judgeAccount(account, claims, request, explain);
  }

  function judgeAccount(
    account: Account | undefined,
    claims: TokenClaims,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<BearerPrincipal> {
    if (!account) {
      explain?.push(failedCheck('account', 'unknown'));
      return rejected('account-unknown', claims.account);
    }
    explain?.push({ check: 'account', outcome: 'passed', detail: account.id });
    return refuseAccount(account, request, explain) ?? admit(account, claims, request, explain);
  }

  function admit(
    account: Account,
    claims: TokenClaims,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<BearerPrincipal> {
    const insufficient = refuseScopes(claims, scopes, explain);
    if (insufficient) return insufficient;
    const psu = psuIp?.(request, claims.all, explain);
    if (psu && 'reason' in psu) return rejected(psu.reason, account.id);
    const principal: Mutable<BearerPrincipal> = {
      account: account.id,
      claims: claims.all,
      scopes: claims.scopes,
      expiresAt: claims.expiresAt,
      revocableUntil: claims.expiresAt + policy.toleranceMilliseconds,
    };
    if (claims.tokenId !== undefined) principal.tokenId = claims.tokenId;
    if (psu?.address !== undefined) principal.psuIpAddress = psu.address;
    return accepted<BearerPrincipal>(principal);
  }

  return judge;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function refuseScopes(
  { scopes, account }: TokenClaims,
  required: readonly string[],
  explain: Explanation | undefined,
): Rejected | undefined {
  if (required.length === 0) return undefined;
  const missing = required.filter((scope) => !scopes.includes(scope));
  explain?.push(
    missing.length > 0
      ? failedCheck(
          'scopes',
          `the token lacks ${missing.join(', ')}`,
          `it is a token for something else: get one with ${required.join(', ')}`,
        )
      : { check: 'scopes', outcome: 'passed', detail: required.join(', ') },
  );
  return missing.length > 0 ? rejected('scope-insufficient', account) : undefined;
}
