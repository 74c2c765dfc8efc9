import type { Clock } from '../clock.ts';
import type { InboundRequest } from '../request/inbound-request.ts';
import type { Explanation } from '../verdict/explanation.ts';
import { refusalOf } from '../verdict/refusal.ts';
import { type NotAccepted, type Principal, rejected, unavailable, type Verdict } from '../verdict/verdict.ts';
import { eventOf, publishVerdict, type VerdictHandler } from '../verdict/verdict-event.ts';
import { checkOptionTypes } from '../verifier/option-types.ts';
import { checkedVerifiers, claimantOf, type Verifier } from '../verifier/verifier.ts';
import { countsAsFailure } from './counted-reasons.ts';
import { type Attempt, failureLimit } from './failure-limit.ts';
import { memoryThrottle } from './memory-throttle.ts';
import { addressKey, pairKey } from './throttle-keys.ts';
import type { FailureCounter, ThrottleStore } from './throttle-store.ts';

export interface ThrottleOptions {
  /** Failures of one account from one address within the window. Default 10. */
  readonly failuresPerPair?: number | undefined;
  /** Failures from one address within the window, whatever the account. Default 100. */
  readonly failuresPerAddress?: number | undefined;
  /** Whole seconds. A window begins with its first failure, and nothing prolongs it. Default 900 (15 minutes). */
  readonly windowSeconds?: number | undefined;
  /**
   * Where failures are counted. Default: in the memory of this process, for this verifier alone. Verifiers of one
   * directory may share a store; those of two should not, where an id may be one party's here and another's there.
   */
  readonly store?: ThrottleStore | undefined;
  /** Of the default store. Any other has its own. */
  readonly clock?: Clock | undefined;
  /** Given the verdicts that are the throttle's own: `throttled`, and `unavailable` where its store is. */
  readonly onVerdict?: VerdictHandler | undefined;
}

/**
 * Bounds how often somebody may guess. Failures count by account and address, and by address alone; past either limit
 * the verdict is `throttled` with `retryAfter` (429 with `Retry-After`), and the verifier is not asked: nothing is
 * looked up and nothing is hashed, whatever the request holds. A success clears what was counted of its account and
 * address, not what was counted of the address.
 *
 * Failing on purpose shuts nobody out but who shares the address: nothing counts by account alone. Addresses count by
 * IPv4 address and IPv6 /64. Requests whose client address is not known count as from one address: behind a proxy,
 * name it in `trustedProxies`.
 *
 * No more attempts are under way at a time than could fail before the limit is reached; the others wait for how those
 * end. So of any number of guesses at once no more are judged than the limit allows, and of any number of right
 * requests at once all are accepted. That holds for one throttle: of N that share a store, in one process or in many,
 * each judges as many at once.
 *
 * Who proves a credential and is refused all the same (an inactive account, a replay, a missing scope) has not failed.
 * `absent`, `unavailable` and `throttled` do not count, and a request without a credential is not throttled where the
 * verifier has a `claimant`. A store that cannot answer is `unavailable`.
 *
 * Wrap a composition as a whole, `throttle(firstOf(a, b))`, so that its parts count together.
 *
 * @throws TypeError when an option is unusable.
 */
export function throttle<P extends Principal>(
  verifier: Verifier<P>,
  options: ThrottleOptions = {},
): Verifier<P> {
  checkedVerifiers([verifier], 1, 'throttle needs a verifier');
  const { clock = Date.now, store = memoryThrottle({ clock }), onVerdict } = options;
  const { failuresPerPair = 10, failuresPerAddress = 100, windowSeconds = 900 } = options;
  checkOptionTypes(options, { clock: 'function', onVerdict: 'function' });
  checkNumbers({ failuresPerPair, failuresPerAddress, windowSeconds });
  checkStore(store);
  const ofPair = failureLimit(store.pairs, {
    limit: failuresPerPair,
    windowSeconds,
    clearedBySuccess: true,
  });
  const ofAddress = failureLimit(store.addresses, {
    limit: failuresPerAddress,
    windowSeconds,
    clearedBySuccess: false,
  });

  function attemptsOf({ clientAddress }: InboundRequest, account: string | undefined): Attempt[] {
    const address = addressKey(clientAddress);
    // The pair first: who waits for a turn of the address holds a turn of nothing but that pair.
    return account === undefined
      ? [ofAddress(address)]
      : [ofPair(pairKey(account, address)), ofAddress(address)];
  }

  return {
    scheme: verifier.scheme,
    ...(verifier.challenges && { challenges: (verdict) => verifier.challenges?.(verdict) ?? [] }),
    ...(verifier.claimant && { claimant: (request) => verifier.claimant?.(request) }),
    refuse: (verdict, request) => refusalOf(verifier, verdict, request),
    async verify(request, verifyOptions = {}) {
      const started = performance.now();
      const own = <V extends NotAccepted>(verdict: V): V => {
        publishVerdict(eventOf(verifier.scheme, verdict, performance.now() - started), onVerdict);
        return verdict;
      };
      let attempts: Attempt[] = [];
      try {
        const claimant = await claimantOf(verifier, request);
        if (!claimant) return await verifier.verify(request, verifyOptions);
        attempts = attemptsOf(request, claimant.account);
        const admitted = await enterAll(attempts);
        if (verifyOptions.explain) explainAttempts(attempts, admitted, verifyOptions.explain);
        if (!admitted) return own({ ...rejected('throttled'), retryAfter: retryAfterOf(attempts) });
        const verdict = await verifier.verify(request, verifyOptions);
        await settle(attempts, verdict);
        return verdict;
      } catch (cause) {
        return own(unavailable(cause));
      } finally {
        for (const attempt of attempts) attempt.leave();
      }
    },
  };
}

async function enterAll(attempts: readonly Attempt[]): Promise<boolean> {
  await Promise.all(attempts.map((attempt) => attempt.read()));
  for (const attempt of attempts) {
    if (attempts.some(({ closed }) => closed) || !(await attempt.enter())) return false;
  }
  return true;
}

async function settle(attempts: readonly Attempt[], verdict: Verdict): Promise<void> {
  if (verdict.outcome === 'accepted') {
    await Promise.all(attempts.map((attempt) => attempt.succeed()));
  }
  // Not `=== true`: a reason that nobody has decided on counts.
  if (verdict.outcome === 'rejected' && countsAsFailure[verdict.reason] !== false) {
    await Promise.all(attempts.map((attempt) => attempt.fail()));
  }
}

function retryAfterOf(attempts: readonly Attempt[]): number {
  return Math.max(1, ...attempts.filter(({ closed }) => closed).map(({ retryAfter }) => retryAfter));
}

function explainAttempts(attempts: readonly Attempt[], admitted: boolean, explain: Explanation): void {
  const counts = attempts.map(({ failures, limit }) => `${failures} of ${limit}`).reverse();
  const [address, pair] = counts;
  explain.push({
    check: 'throttle',
    outcome: admitted ? 'passed' : 'failed',
    detail: `failures from this address: ${address}${pair ? `; of this account from it: ${pair}` : ''}`,
    ...(!admitted && { hint: `try again in ${retryAfterOf(attempts)} s: nothing is checked until then` }),
  });
}

function checkNumbers(numbers: Readonly<Record<string, number>>): void {
  for (const [name, number] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(number) || number < 1) {
      const what = name === 'windowSeconds' ? 'seconds, such as 900' : 'failures, such as 10';
      throw new TypeError(`${name} must be a whole number of ${what}`);
    }
  }
}

function checkStore(store: ThrottleStore): void {
  const counts = (counter: FailureCounter | undefined) =>
    [counter?.get, counter?.penalty, counter?.delete].every((method) => typeof method === 'function');
  if (!counts(store?.pairs) || !counts(store?.addresses)) {
    throw new TypeError(
      'store must have pairs and addresses that count, such as memoryThrottle() or redisThrottle({ client })',
    );
  }
}
