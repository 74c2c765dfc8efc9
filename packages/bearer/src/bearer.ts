import {
  absent,
  authorizationFor,
  type CredentialHeader,
  checkDirectory,
  checkOptionTypes,
  checkSchemeOptions,
  type Directory,
  defineVerifier,
  type Explanation,
  type InboundRequest,
  isPromiseLike,
  type RevocationList,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  type Verifier,
} from '@countersign/core';
import type { BearerPrincipal } from './bearer-principal.ts';
import { bearerRefusal } from './bearer-refusal.ts';
import { type ClaimPolicyOptions, checkedNames } from './claim-policy.ts';
import { failedCheck } from './failed-check.ts';
import { absentHint, partsHint } from './hints.ts';
import { type KeySet, keySet } from './key-set.ts';
import type { PsuIpAddressOptions } from './psu-ip-address.ts';
import { checkedScopes } from './scopes.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';
import { tokenJudge } from './token-judge.ts';
import { tokenProver } from './token-prover.ts';
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
  const { keys, revocations, accountClaim = 'sub', requireTls = false } = options;
  checkParts(options);
  const prove = tokenProver({
    keys: 'add' in keys ? keys : keySet(keys),
    algorithms: options.algorithms,
    rememberedTokens: options.rememberedTokens ?? 10_000,
    accountClaim,
    tokenIdRequired: revocations !== undefined,
    issuers: checkedNames('issuer', options.issuer),
  });
  const scopes = checkedScopes(options.scopes ?? []);
  const judge = tokenJudge(options, scopes);

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

      const token = prove(header.credentials, explain);
      return isPromiseLike(token)
        ? token.then((proven) => judge(proven, request, explain))
        : judge(token, request, explain);
    },
  });
}

function bearerHeader(request: InboundRequest, explain: Explanation | undefined): CredentialHeader {
  const header = authorizationFor('Bearer', request.headers);
  if (header.kind === 'absent') {
    const detail = 'no bearer token was sent';
    explain?.push(failedCheck('authorization', detail, absentHint(request)));
    return header;
  }
  if (header.kind === 'malformed') {
    explain?.push(failedCheck('authorization', header.detail));
    return header;
  }
  if (header.credentials.includes(' ') || header.credentials.includes('\t')) {
    const detail = 'more than one part after "Bearer"';
    explain?.push(failedCheck('authorization', detail, partsHint(header.credentials)));
    return { kind: 'malformed', detail };
  }
  return header;
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
