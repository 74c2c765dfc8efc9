import type { InboundRequest } from '../request/inbound-request.ts';
import type { Refusal } from '../verdict/answer.ts';
import { dropHints, type Explanation } from '../verdict/explanation.ts';
import { type NotAccepted, type Principal, unavailable, type Verdict } from '../verdict/verdict.ts';
import { eventOf, hasListener, publishVerdict, type VerdictHandler } from '../verdict/verdict-event.ts';
import { isPromiseLike } from './and-then.ts';

export interface VerifyOptions {
  /** Filled with the checks behind the verdict. Costs time: for sandboxes and tests, not for production. */
  readonly explain?: Explanation | undefined;
}

/** Whom a request says it is from: nothing of it is proven. */
export interface Claimant {
  /** Absent where the credential names no account, or is malformed. At any length, and in any characters. */
  readonly account?: string;
}

/** Takes one inbound request, gives one verdict. */
export interface Verifier<P extends Principal = Principal> {
  readonly scheme: string;
  /** Never rejects for anything a client can send. */
  verify(request: InboundRequest, options?: VerifyOptions): Promise<Verdict<P>>;
  /**
   * Who sends a request, before anything is proven: parses, looks nothing up. `undefined` where the verdict will be
   * `absent`. A verifier without it has credentials that name nobody before they are proven.
   */
  claimant?(request: InboundRequest): Claimant | undefined | Promise<Claimant | undefined>;
  /** What `WWW-Authenticate` says to this verdict, one challenge an item (RFC 9110, section 11.6.1). */
  challenges?(verdict: NotAccepted): readonly string[];
  /** How this verifier refuses. Absent: RFC 9457 problem details. */
  refuse?(verdict: NotAccepted, request: InboundRequest): Refusal;
}

export interface VerifierDefinition<P extends Principal>
  extends Pick<Verifier<P>, 'claimant' | 'challenges' | 'refuse'> {
  readonly scheme: string;
  /** The checks, in order. What it throws becomes `unavailable`. */
  readonly check: (
    request: InboundRequest,
    explain: Explanation | undefined,
  ) => Verdict<P> | Promise<Verdict<P>>;
  readonly onVerdict?: VerdictHandler | undefined;
}

/** Makes a verifier of a list of checks: fails closed when they throw, and publishes what they say. */
export function defineVerifier<P extends Principal>(definition: VerifierDefinition<P>): Verifier<P> {
  const { scheme, check, claimant, challenges, refuse, onVerdict } = definition;

  // Not an async function: a promise around the promise would cost as much as the comparing of two secrets.
  function judge(request: InboundRequest, explain: Explanation | undefined): Promise<Verdict<P>> {
    try {
      const verdict = check(request, explain);
      return isPromiseLike(verdict)
        ? Promise.resolve(verdict).then(given, (cause) => unavailable(cause))
        : Promise.resolve(given(verdict));
    } catch (cause) {
      return Promise.resolve(unavailable(cause));
    }
  }

  async function judgeAndTell(request: InboundRequest, explain: Explanation | undefined) {
    const from = explain?.length ?? 0;
    const started = performance.now();
    const verdict = await judge(request, explain);
    const duration = performance.now() - started;
    if (explain && verdict.outcome === 'accepted') dropHints(explain, from);
    if (hasListener(onVerdict)) publishVerdict(eventOf(scheme, verdict, duration), onVerdict);
    return verdict;
  }

  return {
    scheme,
    ...(claimant && { claimant }),
    ...(challenges && { challenges }),
    ...(refuse && { refuse }),
    verify: (request, { explain } = {}) =>
      explain || hasListener(onVerdict) ? judgeAndTell(request, explain) : judge(request, explain),
  };
}

/** A check that says nothing has let nobody in. */
function given<P extends Principal>(verdict: Verdict<P> | undefined): Verdict<P> {
  return verdict?.outcome ? verdict : unavailable(new TypeError('check gave no verdict'));
}

/** What a verifier says of who sends a request. One that cannot say may still find a credential. */
export async function claimantOf(verifier: Verifier, request: InboundRequest): Promise<Claimant | undefined> {
  return verifier.claimant ? verifier.claimant(request) : {};
}

/** @throws TypeError saying `what` is needed, where there are fewer than `atLeast` or one is no verifier. */
export function checkedVerifiers(
  verifiers: readonly Verifier[],
  atLeast: number,
  what: string,
): readonly [Verifier, ...Verifier[]] {
  const [first, ...others] = verifiers;
  if (!first || verifiers.length < atLeast || verifiers.some((one) => typeof one?.verify !== 'function')) {
    throw new TypeError(`${what}, such as basic({ … })`);
  }
  return [first, ...others];
}
