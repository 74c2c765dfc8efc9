import type { Refusal } from '../verdict/answer.ts';
import { dropHints } from '../verdict/explanation.ts';
import { problemDetails, refusalOf } from '../verdict/refusal.ts';
import { absent, type NotAccepted, type Principal, type Verdict } from '../verdict/verdict.ts';
import { checkedVerifiers, claimantOf, type Verifier } from './verifier.ts';

type PrincipalOf<V> = V extends Verifier<infer P> ? P : never;

/**
 * Several schemes on one route. `absent` moves on to the next, anything else is final: a rejected credential is
 * never tried under another scheme. Where all are absent, the refusal has the form of the first and every challenge.
 *
 * @throws TypeError without a verifier.
 */
export function firstOf<const V extends readonly Verifier<Principal>[]>(
  ...verifiers: V
): Verifier<PrincipalOf<V[number]>> {
  const [first] = checkedVerifiers(verifiers, 1, 'firstOf needs one verifier or more');
  // A verdict says what was found, not who found it; the refusal is the finder's.
  const decidedBy = new WeakMap<NotAccepted, Verifier>();

  function challenges(verdict: NotAccepted): readonly string[] {
    const deciders = decidedBy.has(verdict) ? [decidedBy.get(verdict)] : verifiers;
    return deciders.flatMap((one) => one?.challenges?.(verdict) ?? []);
  }

  return {
    scheme: `first-of(${verifiers.map(({ scheme }) => scheme).join(', ')})`,
    async verify(request, options) {
      const explain = options?.explain;
      const from = explain?.length ?? 0;
      for (const verifier of verifiers) {
        const to = explain?.length;
        const verdict = await verifier.verify(request, options);
        if (verdict.outcome === 'absent') continue;
        // That the schemes before it found nothing was no mistake.
        if (explain) dropHints(explain, from, to);
        if (verdict.outcome !== 'accepted') decidedBy.set(verdict, verifier);
        return verdict as Verdict<PrincipalOf<V[number]>>;
      }
      return absent;
    },
    // Whom the verifier finds that will decide.
    async claimant(request) {
      for (const verifier of verifiers) {
        const claimant = await claimantOf(verifier, request);
        if (claimant) return claimant;
      }
      return undefined;
    },
    challenges,
    refuse(verdict, request) {
      const decider = decidedBy.get(verdict);
      if (decider) return refusalOf(decider, verdict, request);
      return first.refuse
        ? withChallenges(first.refuse(verdict, request), challenges(verdict))
        : problemDetails(verdict, challenges(verdict));
    },
  };
}

function withChallenges(refusal: Refusal, challenges: readonly string[]): Refusal {
  if (challenges.length === 0) return refusal;
  return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': challenges } };
}
