import {
  type Account,
  accepted,
  type Claim,
  type Clock,
  checkDirectory,
  checkOptionTypes,
  type Directory,
  type Explanation,
  type InboundRequest,
  isPromiseLike,
  type Principal,
  type Reason,
  type ReplayGuard,
  refuseAccount,
  rejected,
  type SecretMatch,
  type Verdict,
} from '@countersign/core';
import { algorithmOf, allowsDigest, proveDigest } from './digest.ts';
import { algorithmMistake, digestMistake } from './mistakes/digest-mistake.ts';
import { loginMistake } from './mistakes/login-mistake.ts';
import { seedMistake } from './mistakes/seed-mistake.ts';
import type { UsernameToken } from './token.ts';

/** Who a username token belongs to. */
export type UsernameTokenPrincipal = Principal;

export interface TokenOptions {
  /** Accounts by login. Their secrets must be held as they are: a digest cannot be checked with a hash of one. */
  readonly directory: Directory;
  /** Remembers which digests were used. One that fails makes the verdict `unavailable`, never `accepted`. */
  readonly replay: ReplayGuard;
  readonly clock?: Clock | undefined;
  /**
   * Accepted distance between `seed` and the clock, in seconds, both ways. Default 300 (5 minutes). Beyond it:
   * `seed-outside-window`. A digest is remembered until its seed is out of the window.
   */
  readonly windowSeconds?: number | undefined;
  /**
   * Nonces, decoded, that are `credentials-malformed` though the digest may be right: the beginnings of what else is
   * signed with the same secret in the same way. Default: none.
   */
  readonly refuseNonce?: ((nonce: Uint8Array) => boolean) | undefined;
}

/** Verifies a username token, however it was sent: account, digest, seed, account state, one use, in this order. */
export function tokenVerifier(options: TokenOptions) {
  const { directory, replay, clock = Date.now, windowSeconds = 300, refuseNonce } = options;
  checkDirectory(directory);
  checkOptionTypes({ refuseNonce }, { refuseNonce: 'function' });
  if (typeof replay?.claim !== 'function') {
    throw new TypeError('replay must have claim(key, acceptableUntil, scope), such as memoryReplayGuard()');
  }
  if (!Number.isFinite(windowSeconds) || windowSeconds <= 0) {
    throw new TypeError('windowSeconds must be a positive number of seconds, such as 300');
  }
  const windowMs = Math.ceil(windowSeconds * 1000);

  function verifyToken(
    token: UsernameToken,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<UsernameTokenPrincipal> | Promise<Verdict<UsernameTokenPrincipal>> {
    if (refuseNonce?.(token.nonce)) {
      const detail = 'is the beginning of something else that is signed with the same secret';
      explain?.push({ check: 'nonce', outcome: 'failed', detail });
      return rejected('credentials-malformed');
    }
    const account = directory.find(token.login);
    return isPromiseLike(account)
      ? Promise.resolve(account).then((found) => judge(token, found, request, explain))
      : judge(token, account, request, explain);
  }

  function judge(
    token: UsernameToken,
    account: Account | undefined,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<UsernameTokenPrincipal> | Promise<Verdict<UsernameTokenPrincipal>> {
    const now = clock();
    // Asked for an unknown account too: it costs what a known one costs.
    const match = proveDigest(token, account, now);
    if (!account) return refuseUnknown(token, explain);
    explain?.push({ check: 'account', outcome: 'passed', detail: account.id });

    return (
      refuseDigest(token, account, match, explain) ??
      refuseSeed(token, account, now, explain) ??
      refuseEnded(account, match, explain) ??
      refuseAccount(account, request, explain) ??
      claimOnce(token, account, explain)
    );
  }

  function refuseUnknown(token: UsernameToken, explain: Explanation | undefined) {
    const verdict = rejected('account-unknown');
    if (!explain) return verdict;
    return loginMistake(token, directory).then((mistake) => {
      explain.push({ check: 'account', outcome: 'failed', detail: 'unknown', ...mistake });
      return verdict;
    });
  }

  function refuseSeed({ seed }: UsernameToken, { id }: Account, now: number, explain?: Explanation) {
    // Not the other way round: no comparison holds for a clock that is NaN.
    const inWindow = Math.abs(now - seed.time) <= windowMs;
    explain?.push({
      check: 'seed',
      outcome: inWindow ? 'passed' : 'failed',
      detail: inWindow ? 'is inside the window' : `is more than ${windowSeconds} s from the clock`,
      ...(!inWindow && seedMistake(seed, now, windowMs)),
    });
    return inWindow ? undefined : rejected('seed-outside-window', id);
  }

  async function claimOnce(
    { digest, seed }: UsernameToken,
    account: Account,
    explain: Explanation | undefined,
  ): Promise<Verdict<UsernameTokenPrincipal>> {
    // The digest, not the nonce: it covers nonce and seed, and only who holds the secret can make another.
    const key = `${algorithmOf(digest)}:${digest.toString('base64')}`;
    const scope = { account: account.id, seed: seed.time };
    const claim = await replay.claim(key, seed.time + windowMs, scope);
    return verdictOf(claim, account, explain);
  }

  return verifyToken;
}

function verdictOf(
  claim: Claim,
  { id, allowReplay = false }: Account,
  explain: Explanation | undefined,
): Verdict<UsernameTokenPrincipal> {
  if (claim === 'fresh') {
    explain?.push({ check: 'one use', outcome: 'passed', detail: 'is used for the first time' });
    return accepted({ account: id });
  }
  if (!Object.hasOwn(claimReason, claim)) {
    throw new TypeError("replay: claim must resolve to 'fresh', 'seen' or 'too-old'");
  }
  const detail = claimDetail[claim];
  if (allowReplay) {
    explain?.push({
      check: 'one use',
      outcome: 'passed',
      detail: `${detail}, which this account is allowed`,
    });
    return { ...accepted({ account: id }), replayAllowed: true };
  }
  explain?.push({
    check: 'one use',
    outcome: 'failed',
    detail,
    hint: 'make a new nonce, seed and tranKey for every request',
  });
  return rejected(claimReason[claim], id);
}

type UsedUp = Exclude<Claim, 'fresh'>;

const claimReason: Record<UsedUp, Reason> = { seen: 'replayed', 'too-old': 'seed-before-watermark' };

const claimDetail: Record<UsedUp, string> = {
  seen: 'was used before',
  'too-old': 'may have been used before: its seed is older than what is remembered',
};

const digestDetail: Record<SecretMatch, string> = {
  match: 'was made with a secret of this account',
  expired: 'was made with a secret of this account, past its end',
  mismatch: 'was made with another secret than this account holds, or over another nonce or seed',
};

/** A digest that is wrong says nothing of the account; only one that is right is told that it is not allowed. */
function refuseDigest(
  token: UsernameToken,
  account: Account,
  match: SecretMatch,
  explain: Explanation | undefined,
) {
  const proven = match !== 'mismatch';
  explain?.push({
    check: 'tranKey',
    outcome: proven ? 'passed' : 'failed',
    detail: digestDetail[match],
    ...(!proven && digestMistake(token, account)),
  });
  if (!proven) return rejected('proof-mismatch', account.id);
  if (allowsDigest(account, token)) return undefined;
  explain?.push({
    check: 'digest',
    outcome: 'failed',
    detail: `this account may not use ${algorithmOf(token.digest)}`,
    ...algorithmMistake(token, account),
  });
  return rejected('digest-not-allowed', account.id);
}

function refuseEnded({ id }: Account, match: SecretMatch, explain: Explanation | undefined) {
  if (match !== 'expired') return undefined;
  explain?.push({ check: 'secret', outcome: 'failed', detail: 'is past its end' });
  return rejected('credentials-expired', id);
}
