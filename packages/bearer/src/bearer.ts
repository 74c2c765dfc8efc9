import {
  type Account,
  absent,
  accepted,
  andThen,
  authorizationFor,
  type Check,
  type CredentialHeader,
  checkDirectory,
  checkOptionTypes,
  checkSchemeOptions,
  type Directory,
  defineVerifier,
  type Explanation,
  hintOf,
  type InboundRequest,
  type Principal,
  type Rejected,
  type RevocationList,
  refuseAccount,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import { bearerRefusal } from './bearer-refusal.ts';
import { type ClaimPolicyOptions, checkedNames, claimPolicy } from './claim-policy.ts';
import { absentHint, partsHint } from './hints.ts';
import { type KeySet, keySet } from './key-set.ts';
import { type PsuIpAddressOptions, psuIpCheck } from './psu-ip-address.ts';
import { checkedScopes } from './scopes.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';
import type { Claims, TokenClaims } from './token-claims.ts';
import { type ProvenToken, tokenProver } from './token-prover.ts';
import type { BearerKey } from './verification-key.ts';

export interface BearerOptions extends SchemeOptions, ClaimPolicyOptions {
  /** The keys that tokens are verified with: a list that stays, or a `keySet` that changes while it is used. */
  readonly keys: readonly BearerKey[] | KeySet;
  /** The signature algorithms that are taken, never empty; each needs a key that fits it. */
  readonly algorithms: readonly SignatureAlgorithm[];
  /** Scopes that a token must have, all of them: else `scope-insufficient`. Default: none. */
  readonly scopes?: readonly string[] | undefined;
  /** The claim that names the account. Default `sub`. */
  readonly accountClaim?: string | undefined;
  /**
   * Where the account of a token is looked up, every time: what is done to an account is done to its tokens at
   * once. Default: the account is whom the token names.
   */
  readonly directory?: Directory | undefined;
  /** Asked on every use. Tokens need a `jti` then. Default: a token is good until it expires. */
  readonly revocations?: RevocationList | undefined;
  /** Whether the request must carry `PSU-IP-Address`, and which. Default: it is not looked at. */
  readonly psuIpAddress?: PsuIpAddressOptions | undefined;
  /**
   * How many proven tokens are remembered, so that their signature is not verified again. Everything else is:
   * key, times, revocation, account, scopes, address. Default 10,000; 0 for none.
   */
  readonly rememberedTokens?: number | undefined;
}

/** Whose token it is, and what it says. Frozen where requests share it. */
export interface BearerPrincipal extends Principal {
  readonly claims: Claims;
  readonly scopes: readonly string[];
  /** Its `jti`. */
  readonly tokenId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Milliseconds since the epoch: a revocation has to be remembered until then. See `revoke`. */
  readonly revocableUntil: number;
  /** Where `PSU-IP-Address` was sent and is looked at: normalized, IPv4-mapped IPv6 as IPv4. */
  readonly psuIpAddress?: string;
}

/**
 * Access tokens in `Authorization: Bearer …` (RFC 6750): JWTs (RFC 7519) under the practices of RFC 8725. In no
 * other place: a token in a query or a body counts as absent.
 *
 * Reasons, in the order of the checks: `insecure-transport`; `credentials-malformed` (400); `token-malformed`,
 * `token-algorithm-not-allowed`, `token-key-unknown`, `proof-mismatch`; `token-claim-missing`,
 * `token-claim-mismatch`, `token-lifetime-too-long`, `token-not-yet-valid`, `token-expired`, `token-revoked`,
 * `account-unknown` (401); the state and addresses of the account, `scope-insufficient` (403); `psu-ip-absent`,
 * `psu-ip-malformed`, `psu-ip-not-public` (400), `psu-ip-mismatch` (403). A directory or revocation list that
 * cannot answer is `unavailable`.
 *
 * @throws TypeError when an option is unusable: no algorithm or `none`, a key that is too short or fits nothing.
 */
export function bearer(options: BearerOptions): Verifier<BearerPrincipal> {
  const { keys, revocations, accountClaim = 'sub', requireTls = false, clock = Date.now } = options;
  checkParts(options);
  const prove = tokenProver({
    keys: 'add' in keys ? keys : keySet(keys),
    algorithms: options.algorithms,
    rememberedTokens: options.rememberedTokens ?? 10_000,
    accountClaim,
    tokenIdRequired: revocations !== undefined,
    issuers: checkedNames('issuer', options.issuer),
  });
  const policy = claimPolicy(options);
  const scopes = checkedScopes(options.scopes ?? []);
  const psuIp = options.psuIpAddress === undefined ? undefined : psuIpCheck(options.psuIpAddress);

  return defineVerifier({
    scheme: 'bearer',
    onVerdict: options.onVerdict,
    // A token names its account, but says so to anybody who can write one.
    claimant: ({ headers }) => (authorizationFor('Bearer', headers).kind === 'absent' ? undefined : {}),
    ...bearerRefusal(options.realm ?? 'API', scopes),
    check(request, explain) {
      const header = bearerHeader(request, explain);
      if (header.kind === 'absent') return absent;
      const insecure = requireTls && refuseInsecureTransport(request, explain);
      if (insecure) return insecure;
      if (header.kind === 'malformed') return rejected('credentials-malformed');

      return andThen(prove(header.credentials, explain), (token) =>
        'outcome' in token ? token : judge(token, request, explain),
      );
    },
  });

  /** What a proven token is asked on every use. */
  function judge(
    token: ProvenToken,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<BearerPrincipal> | Promise<Verdict<BearerPrincipal>> {
    const { claims } = token;
    const refused = policy.refuse(token, clock(), explain);
    if (refused) return refused;
    return andThen(refuseRevoked(claims, revocations, explain), (revoked) => {
      if (revoked) return revoked;
      return andThen(accountOf(claims, request, options.directory, explain), (account) =>
        'outcome' in account ? account : admit(account, claims, request, explain),
      );
    });
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
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function bearerHeader(request: InboundRequest, explain: Explanation | undefined): CredentialHeader {
  const header = authorizationFor('Bearer', request.headers);
  if (header.kind === 'absent') {
    const detail = 'no bearer token was sent';
    explain?.push(failed('authorization', detail, absentHint(request)));
    return header;
  }
  if (header.kind === 'malformed') {
    explain?.push(failed('authorization', header.detail));
    return header;
  }
  if (header.credentials.includes(' ') || header.credentials.includes('\t')) {
    const detail = 'more than one part after "Bearer"';
    explain?.push(failed('authorization', detail, partsHint(header.credentials)));
    return { kind: 'malformed', detail };
  }
  return header;
}

function refuseRevoked(
  { tokenId, account }: TokenClaims,
  revocations: RevocationList | undefined,
  explain: Explanation | undefined,
): Rejected | undefined | Promise<Rejected | undefined> {
  if (!revocations || tokenId === undefined) return undefined;
  return andThen(revocations.isRevoked(tokenId), (answer) => {
    // Only a plain no is a no: a list that answers something else is broken, and the token counts as revoked.
    const revoked = answer !== false;
    explain?.push(
      revoked
        ? failed('revocation', 'this token was revoked')
        : { check: 'revocation', outcome: 'passed', detail: 'not revoked' },
    );
    return revoked ? rejected('token-revoked', account) : undefined;
  });
}

function accountOf(
  { account: id }: TokenClaims,
  request: InboundRequest,
  directory: Directory | undefined,
  explain: Explanation | undefined,
): Account | Rejected | Promise<Account | Rejected> {
  if (!directory) return { id };
  return andThen(directory.find(id), (account) => {
    if (!account) {
      explain?.push(failed('account', 'unknown'));
      return rejected('account-unknown', id);
    }
    explain?.push({ check: 'account', outcome: 'passed', detail: account.id });
    return refuseAccount(account, request, explain) ?? account;
  });
}

function refuseScopes(
  { scopes, account }: TokenClaims,
  required: readonly string[],
  explain: Explanation | undefined,
): Rejected | undefined {
  if (required.length === 0) return undefined;
  const missing = required.filter((scope) => !scopes.includes(scope));
  explain?.push(
    missing.length > 0
      ? failed(
          'scopes',
          `the token lacks ${missing.join(', ')}`,
          `it is a token for something else: get one with ${required.join(', ')}`,
        )
      : { check: 'scopes', outcome: 'passed', detail: required.join(', ') },
  );
  return missing.length > 0 ? rejected('scope-insufficient', account) : undefined;
}

function failed(check: string, detail: string, hint?: string): Check {
  return { check, outcome: 'failed', detail, ...hintOf(hint) };
}

function checkParts(options: BearerOptions): void {
  const { keys, directory, revocations } = options;
  checkSchemeOptions(options);
  checkOptionTypes(options, { accountClaim: 'string' });
  if (typeof keys !== 'object' || keys === null || !('add' in keys || Array.isArray(keys))) {
    throw new TypeError('keys must be a list of keys, such as [{ kid, key }], or a keySet');
  }
  if (directory !== undefined) checkDirectory(directory);
  if (revocations !== undefined && typeof revocations?.isRevoked !== 'function') {
    throw new TypeError('revocations must have isRevoked(tokenId), such as memoryRevocationList()');
  }
}
