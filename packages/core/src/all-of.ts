import { problemDetails, refusalOf } from './refusal.ts';
import { accepted, type NotAccepted, type Principal, rejected, type Verdict } from './verdict.ts';
import type { VerdictHandler } from './verdict-event.ts';
import { defineVerifier, type Verifier } from './verifier.ts';

type Principals<V extends readonly Verifier[]> = {
  readonly [I in keyof V]: V[I] extends Verifier<infer P> ? P : never;
};

export interface JointPrincipal<V extends readonly Verifier[]> extends Principal {
  /** One principal a verifier, in the order of the verifiers. */
  readonly principals: Principals<V>;
}

export interface AllOfOptions<V extends readonly Verifier[]> {
  /** Whether these principals are one party. Default: they have one `account`. */
  readonly sameAccount?: ((...principals: Principals<V>) => boolean) | undefined;
  readonly onVerdict?: VerdictHandler | undefined;
}

/**
 * Several credentials on one request, of one party. All must accept, in order; the first that does not is
 * final. Where all accept but not for the same account, the verdict is `identity-conflict`. Put a verifier that
 * uses something up (a username token) last, so that nothing is used up for a request that is refused anyway.
 *
 * @throws TypeError with fewer than two verifiers.
 */
export function allOf<const V extends readonly Verifier<Principal>[]>(
  ...args: readonly [...V, AllOfOptions<V>] | V
): Verifier<JointPrincipal<V>> {
  const { verifiers, sameAccount = haveOneAccount, onVerdict } = split<V>(args);
  const [first] = verifiers;
  if (!first || verifiers.length < 2) throw new TypeError('allOf needs two verifiers or more');
  const decidedBy = new WeakMap<NotAccepted, Verifier>();
  const scheme = `all-of(${verifiers.map((one) => one.scheme).join(', ')})`;

  return defineVerifier<JointPrincipal<V>>({
    scheme,
    onVerdict,
    async check(request, explain): Promise<Verdict<JointPrincipal<V>>> {
      const principals: Principal[] = [];
      for (const verifier of verifiers) {
        const verdict = await verifier.verify(request, { explain });
        if (verdict.outcome !== 'accepted') {
          // A verdict says what was found, not who found it; the refusal is the finder's. `absent` is shared.
          const own = verdict.outcome === 'absent' ? { ...verdict } : verdict;
          decidedBy.set(own, verifier);
          return own;
        }
        principals.push(verdict.principal);
      }
      const joint = principals as unknown as Principals<V>;
      const same = sameAccount(...joint);
      explain?.push({
        check: 'same account',
        outcome: same ? 'passed' : 'failed',
        detail: principals.map(({ account }) => account).join(', '),
      });
      const [{ account } = { account: '' }] = principals;
      return same ? accepted({ account, principals: joint }) : rejected('identity-conflict', account);
    },
    challenges: (verdict) => (decidedBy.get(verdict) ?? first).challenges?.(verdict) ?? [],
    refuse(verdict, request) {
      const decider = decidedBy.get(verdict);
      if (decider) return refusalOf(decider, verdict, request);
      return first.refuse?.(verdict, request) ?? problemDetails(verdict);
    },
  });
}

function haveOneAccount(...principals: readonly Principal[]): boolean {
  return principals.every(({ account }) => account === principals[0]?.account);
}

function split<V extends readonly Verifier[]>(
  args: readonly unknown[],
): { verifiers: V; sameAccount?: (...principals: Principals<V>) => boolean; onVerdict?: VerdictHandler } {
  const last = args.at(-1);
  const hasOptions = typeof last === 'object' && last !== null && !('verify' in last);
  return hasOptions
    ? { verifiers: args.slice(0, -1) as unknown as V, ...(last as object) }
    : { verifiers: args as unknown as V };
}
