import {
  type Account,
  absent,
  accepted,
  challenge,
  checkDirectory,
  checkedRealm,
  checkOptionTypes,
  checkSchemeOptions,
  type Directory,
  defineVerifier,
  type Explanation,
  type InboundRequest,
  type Principal,
  type Reason,
  type Rejected,
  refuseAccount,
  refuseInsecureTransport,
  rejected,
  type SchemeOptions,
  statusOf,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import type { Hint } from '../mistakes/hint.ts';
import {
  absentMistake,
  algorithmMistake,
  contentMistake,
  endMistake,
  secretMistake,
  tokenFormMistake,
  unsignedMistake,
} from '../mistakes/payload-mistake.ts';
import { type OneUseOptions, oneUse } from '../one-use.ts';
import { proveWithSecret } from '../secret-proof.ts';
import { hs256, lifetimeOf, readSignedToken, type SignedContent, type SignedToken } from './signed-token.ts';
import { tokenInRequest } from './token-in-request.ts';
import { valueAt } from './value-at.ts';

/** Who signed the parameters, and what they are. */
export interface SignedPayloadPrincipal extends Principal {
  /** What the signature covers, frozen. Take parameters from here and from nowhere else of the request. */
  readonly payload: SignedContent;
}

export interface SignedPayloadOptions extends SchemeOptions, OneUseOptions {
  /** Accounts by id. Their secrets must be held as they are: a signature cannot be checked with a hash of one. */
  readonly directory: Directory;
  /**
   * Where a payload names its account, such as `['data', 'merchantUid']`: it is looked up by that before anything is
   * proven, and held to it afterwards.
   */
  readonly accountPath: readonly string[];
  /** The parameter of query or body that holds the token. Default `signature`. */
  readonly parameter?: string | undefined;
  /** Where a payload names the one thing that it is for. Wanted where there is `replay`, which makes that one-use. */
  readonly referencePath?: readonly string[] | undefined;
  /**
   * Whether parameters beside the token make it malformed. They are not signed: a handler that read one of them would
   * take it from anybody. Default true.
   */
  readonly refuseUnsigned?: boolean | undefined;
  /** Characters of a token that are parsed at all. Default 16,384. */
  readonly maxTokenCharacters?: number | undefined;
}

const LONGEST_NAME = 1024;

/**
 * Parameters that were signed: a JWT (HS256, nothing else) in the query or in a form or JSON body. The secret is found
 * by whom the unverified payload names, and may be of any length. `exp` is honoured where there is one; without one
 * a token is good for as long as its secret, so whoever sees it can send it again, unless there is a `replay` guard.
 *
 * Reasons: `credentials-malformed`, `token-malformed`, `token-algorithm-not-allowed`, `account-unknown`,
 * `proof-mismatch` (which look the same from outside), `token-claim-mismatch`, `token-claim-missing`, `token-expired`,
 * `credentials-expired`, `account-inactive`, `account-expired`, `address-not-allowed`, `replayed`,
 * `seed-before-watermark`, `body-too-large`, `insecure-transport`. Parameters without a signature are `absent`.
 *
 * @throws TypeError when an option is unusable.
 * @see RFC 7515, RFC 7519, RFC 8725
 */
export function signedPayload(options: SignedPayloadOptions): Verifier<SignedPayloadPrincipal> {
  const { directory, accountPath, referencePath, clock = Date.now } = options;
  const { parameter = 'signature', refuseUnsigned = true, maxTokenCharacters = 16_384 } = options;
  checkParts(options);
  const claimUse = oneUse(options);
  const realm = checkedRealm(options.realm ?? 'API');
  const challenges = [challenge('RequestSignature', { realm, parameter })];

  function idIn(content: SignedContent): string | undefined {
    const id = valueAt(content, accountPath);
    // Lone surrogates too: they have no UTF-8, and neither has a place in an id that is looked up.
    return typeof id === 'string' && id.length <= LONGEST_NAME && /^[^\p{Cc}\p{Cs}]+$/u.test(id)
      ? id
      : undefined;
  }

  async function judge(
    token: SignedToken,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Promise<Verdict<SignedPayloadPrincipal>> {
    const { content, signed, signature } = token;
    const id = idIn(content);
    if (id === undefined) {
      return refuse('token-malformed', 'payload', 'names no account', explain, () =>
        contentMistake(content, accountPath),
      );
    }
    const account = await directory.find(id);
    const now = clock();
    // Asked for an unknown account too: it costs what a known one costs.
    const match = proveWithSecret(account, signature, (secret) => hs256(signed, secret), now);
    explain?.push({
      check: 'account',
      outcome: account ? 'passed' : 'failed',
      detail: account?.id ?? 'unknown',
    });
    if (!account) return rejected('account-unknown');
    if (match === 'mismatch') {
      const detail = 'was made with another secret than this account holds, or over another text';
      const hint = () => secretMistake(token, account, directory);
      return refuse('proof-mismatch', 'signature', detail, explain, hint, account.id);
    }
    explain?.push({
      check: 'signature',
      outcome: 'passed',
      detail: 'was made with a secret of this account',
    });
    // A directory may find an account by more names than its own.
    if (account.id !== id) {
      return refuse(
        'token-claim-mismatch',
        'payload',
        'names the account otherwise',
        explain,
        undefined,
        account.id,
      );
    }
    if (match === 'expired')
      return refuse('credentials-expired', 'secret', 'is past its end', explain, undefined, id);

    const lifetime = lifetimeOf(content);
    if ('malformed' in lifetime) {
      return refuse('token-malformed', 'exp', lifetime.malformed, explain, undefined, id);
    }
    const { endsAt } = lifetime;
    // Not the other way round: no comparison holds for a clock that is NaN.
    if (endsAt !== undefined && !(now < endsAt)) {
      return refuse('token-expired', 'exp', 'is past', explain, () => endMistake(endsAt, now), id);
    }
    return refuseAccount(account, request, explain) ?? useOnce(account, content, endsAt, now, explain);
  }

  async function useOnce(
    account: Account,
    payload: SignedContent,
    acceptableUntil: number | undefined,
    now: number,
    explain: Explanation | undefined,
  ): Promise<Verdict<SignedPayloadPrincipal>> {
    const verdict = accepted({ account: account.id, payload });
    if (!claimUse) return verdict;
    const reference = referencePath && valueAt(payload, referencePath);
    if (typeof reference !== 'string' || reference === '' || reference.length > LONGEST_NAME) {
      const detail = 'is wanted, as a string, where a payload is good for one use';
      return refuse('token-claim-missing', 'reference', detail, explain, undefined, account.id);
    }
    const use = await claimUse({ account, key: `reference:${reference}`, acceptableUntil, now }, explain);
    return 'outcome' in use ? use : { ...verdict, ...use };
  }

  return defineVerifier({
    scheme: 'signed-payload',
    onVerdict: options.onVerdict,
    async claimant(request) {
      const found = await tokenInRequest(request, parameter);
      if (found.kind === 'absent') return undefined;
      if (found.kind !== 'present' || found.token.length > maxTokenCharacters) return {};
      const token = readSignedToken(found.token);
      const account = 'malformed' in token ? undefined : idIn(token.content);
      return account === undefined ? {} : { account };
    },
    challenges: (verdict) => (statusOf(verdict) === 401 ? challenges : []),
    async check(request, explain) {
      const found = await tokenInRequest(request, parameter);
      if (found.kind === 'absent') {
        const detail = found.parameters.length === 0 ? 'was not sent' : 'was not sent, and parameters were';
        explain?.push({
          check: parameter,
          outcome: 'failed',
          detail,
          ...absentMistake(found.parameters, parameter),
        });
        return absent;
      }
      const insecure = options.requireTls && refuseInsecureTransport(request, explain);
      if (insecure) return insecure;
      if (found.kind === 'too-large') return refuse('body-too-large', 'body', 'is too large', explain);
      if (found.kind === 'malformed')
        return refuse('credentials-malformed', parameter, found.detail, explain);
      if (found.token.length > maxTokenCharacters) {
        const detail = `is longer than ${maxTokenCharacters} characters`;
        return refuse('token-malformed', parameter, detail, explain);
      }
      if (refuseUnsigned && found.unsigned.length > 0) {
        const detail = 'there is something beside it that is not signed';
        return refuse('credentials-malformed', parameter, detail, explain, () =>
          unsignedMistake(found.unsigned),
        );
      }
      const token = readSignedToken(found.token);
      if ('malformed' in token) {
        return refuse('token-malformed', parameter, token.malformed, explain, () =>
          tokenFormMistake(found.token),
        );
      }
      explain?.push({ check: parameter, outcome: 'passed', detail: 'header, payload and signature' });
      if (token.algorithm !== 'HS256') {
        const hint = () => algorithmMistake(token.algorithm);
        return refuse('token-algorithm-not-allowed', 'algorithm', 'must be HS256', explain, hint);
      }
      return judge(token, request, explain);
    },
  });
}

/** @param hint looked for only where an explanation is wanted */
function refuse(
  reason: Reason,
  check: string,
  detail: string,
  explain: Explanation | undefined,
  hint?: () => Hint,
  account?: string,
): Rejected {
  explain?.push({ check, outcome: 'failed', detail, ...hint?.() });
  return rejected(reason, account);
}

function checkParts(options: SignedPayloadOptions): void {
  const { directory, accountPath, replay, referencePath, maxTokenCharacters = 1 } = options;
  checkSchemeOptions(options);
  checkDirectory(directory);
  checkOptionTypes(options, { parameter: 'string', refuseUnsigned: 'boolean' });
  if (!isPath(accountPath)) throw new TypeError(`accountPath ${pathWanted}, such as ['data', 'merchantUid']`);
  if (replay !== undefined ? !isPath(referencePath) : referencePath !== undefined && !isPath(referencePath)) {
    throw new TypeError(`referencePath ${pathWanted} where there is replay, such as ['data', 'reference']`);
  }
  if (!Number.isSafeInteger(maxTokenCharacters) || maxTokenCharacters < 1) {
    throw new TypeError('maxTokenCharacters must be a whole number of characters, such as 16384');
  }
}

const pathWanted = 'must be a list of one or more names';

function isPath(path: unknown): boolean {
  return (
    Array.isArray(path) && path.length > 0 && path.every((name) => typeof name === 'string' && name !== '')
  );
}
