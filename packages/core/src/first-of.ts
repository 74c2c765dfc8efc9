import { problemDetails, refusalOf } from './refusal.ts';
import { absent, type NotAccepted, type Principal, type Verdict } from './verdict.ts';
import type { Verifier } from './verifier.ts';

type PrincipalOf<V> = V extends Verifier<infer P> ? P : never;

/**
 * Several schemes on one route. `absent` moves on to the next, anything else is final: a rejected credential is
 * never tried under another scheme. Where all are absent, the refusal holds every challenge.
 *
 * @throws TypeError without a verifier.
 */
export function firstOf<const V extends readonly Verifier<Principal>[]>(
  ...verifiers: V
): Verifier<PrincipalOf<V[number]>> {
  const [first] = verifiers;
  if (!first) throw new TypeError('firstOf needs one verifier or more');
  // A verdict says what was found, not who found it; the refusal is the finder's.
  const decidedBy = new WeakMap<NotAccepted, Verifier>();
  const allChallenges = (verdict: NotAccepted) => verifiers.flatMap((one) => one.challenges?.(verdict) ?? []);

  return {
    scheme: `first-of(${verifiers.map((one) => one.scheme).join(', ')})`,
    async verify(request, options) {
      for (const verifier of verifiers) {
        const verdict = await verifier.verify(request, options);
        if (verdict.outcome === 'absent') continue;
        if (verdict.outcome !== 'accepted') decidedBy.set(verdict, verifier);
        return verdict as Verdict<PrincipalOf<V[number]>>;
      }
      return absent;
    },
    challenges: (verdict) => decidedBy.get(verdict)?.challenges?.(verdict) ?? allChallenges(verdict),
    refuse(verdict, request) {
      const decider = decidedBy.get(verdict);
      if (decider) return refusalOf(decider, verdict, request);
      if (!first.refuse) return problemDetails(verdict, allChallenges(verdict));
      const refusal = first.refuse(verdict, request);
      return { ...refusal, headers: { ...refusal.headers, 'www-authenticate': allChallenges(verdict) } };
    },
  };
}
