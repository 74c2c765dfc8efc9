import { refusalOf } from '../verdict/refusal.ts';
import { accepted, type NotAccepted, type Principal, rejected, type Verdict } from '../verdict/verdict.ts';
import type { VerdictHandler } from '../verdict/verdict-event.ts';
import { checkOptionTypes } from './option-types.ts';
import { type Claimant, checkedVerifiers, claimantOf, defineVerifier, type Verifier } from './verifier.ts';

type Principals<V extends readonly Verifier[]> = {
  readonly [I in keyof V]: V[I] extends Verifier<infer P> ? P : never;
};

export interface JointPrincipal<V extends readonly Verifier[]> extends Principal {
  /** One principal a verifier, in the order of the verifiers. */
  readonly principals: Principals<V>;
}

export interface AllOfOptions<V extends readonly Verifier[]> {
  /** Whether these principals are one party: `true`, or they are not. Default: they have one `account`. */
  readonly sameAccount?: ((...principals: Principals<V>) => boolean) | undefined;
  readonly onVerdict?: VerdictHandler | undefined;
}

/**
 * Several credentials on one request, of one party. All must accept, in order; the first that does not is
 * final. Where all accept but not for the same account, the verdict is `identity-conflict`. Put a verifier that
 * uses something up (a username token) last, so that nothing is used up for a request that is refused anyway.
 *
 * @throws TypeError with fewer than two verifiers, or when `sameAccount` is not a function.
 */
export function allOf<const V extends readonly Verifier<Principal>[]>(
  ...verifiers: V
): Verifier<JointPrincipal<V>>;
export function allOf<const V extends readonly Verifier<Principal>[]>(
  ...verifiersAndOptions: readonly [...V, AllOfOptions<V>]
): Verifier<JointPrincipal<V>>;
export function allOf<V extends readonly Verifier[]>(
  ...args: readonly unknown[]
): Verifier<JointPrincipal<V>> {
  const [options, verifiers] = split<V>(args);
  const { sameAccount = haveOneAccount, onVerdict } = options;
  const [first] = checkedVerifiers(verifiers, 2, 'allOf needs two verifiers or more');
  checkOptionTypes(options, { onVerdict: 'function' });
  if (typeof sameAccount !== 'function') {
    throw new TypeError('sameAccount must be a function of the principals that returns true or false');
  }
  // A verdict says what was found, not who found it; the refusal is the finder's, or else the first verifier's.
  const decidedBy = new WeakMap<NotAccepted, Verifier>();
  const deciderOf = (verdict: NotAccepted) => decidedBy.get(verdict) ?? first;

  return defineVerifier<JointPrincipal<V>>({
    scheme: `all-of(${verifiers.map(({ scheme }) => scheme).join(', ')})`,
    onVerdict,
    async check(request, explain): Promise<Verdict<JointPrincipal<V>>> {
      const principals: Principal[] = [];
      for (const verifier of verifiers) {
        const verdict = await verifier.verify(request, { explain });
        if (verdict.outcome !== 'accepted') {
          // `absent` is one object for all verifiers: a copy can be told apart.
          const own = verdict.outcome === 'absent' ? { ...verdict } : verdict;
          decidedBy.set(own, verifier);
          return own;
        }
        principals.push(verdict.principal);
      }
      const joint = principals as unknown as Principals<V>;
      // `true` and nothing else: a promise, were one returned, would be truthy whatever it resolves to.
      const same = sameAccount(...joint) === true;
      explain?.push({
        check: 'same account',
        outcome: same ? 'passed' : 'failed',
        detail: principals.map(({ account }) => account).join(', '),
        ...(!same && {
          hint: 'each of the credentials is right, and they belong to different accounts: send those of one',
        }),
      });
      const [{ account } = { account: '' }] = principals;
      return same ? accepted({ account, principals: joint }) : rejected('identity-conflict', account);
    },
    async claimant(request) {
      const claimants: Claimant[] = [];
      for (const verifier of verifiers) {
        const claimant = await claimantOf(verifier, request);
        if (!claimant) break;
        claimants.push(claimant);
      }
      return claimants.length === 0 ? undefined : jointClaimant(claimants);
    },
    challenges: (verdict) => deciderOf(verdict).challenges?.(verdict) ?? [],
    refuse: (verdict, request) => refusalOf(deciderOf(verdict), verdict, request),
  });
}

/** Several accounts are claimed as one more: a guess at the one must not count as the other's, and be cleared with it. */
function jointClaimant(claimants: readonly Claimant[]): Claimant {
  const named = new Set(claimants.flatMap(({ account }) => account ?? []));
  const [account] = named;
  if (account === undefined) return {};
  return { account: named.size === 1 ? account : JSON.stringify([...named]) };
}

function haveOneAccount(...principals: readonly Principal[]): boolean {
  return principals.every(({ account }) => account === principals[0]?.account);
}

function split<V extends readonly Verifier[]>(args: readonly unknown[]): [AllOfOptions<V>, V] {
  const last = args.at(-1);
  const isOptions = typeof last === 'object' && last !== null && !('verify' in last);
  return isOptions ? [last, args.slice(0, -1) as unknown as V] : [{}, args as unknown as V];
}
