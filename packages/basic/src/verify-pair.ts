import {
  type Account,
  accepted,
  andThen,
  type Claimant,
  type Clock,
  checkDirectory,
  checkOptionTypes,
  type Directory,
  type Explanation,
  hintOf,
  type InboundRequest,
  isPromiseLike,
  type Principal,
  refuseAccount,
  rejected,
  type SecretMatch,
  secretVerifier,
  type Verdict,
} from '@countersign/core';
import { type CredentialPair, formDecoded, type ParsedPair, parsePair } from './credential-pair.ts';
import { formMistake } from './mistakes/form-mistake.ts';
import { pairMistake, unknownIdHint } from './mistakes/pair-mistake.ts';

/** Who a Basic pair or an API key belongs to. */
export type PairPrincipal = Principal;

export interface PairOptions {
  readonly directory: Directory;
  /**
   * The form of an id, such as `/^\d+$/` for a Smart2Pay SiteID: any other id is malformed and never looked up.
   */
  readonly idPattern?: RegExp | undefined;
  /**
   * Whether a pair that does not verify as sent is tried once more form-decoded, as RFC 6749 section 2.3.1 wants
   * it of OAuth clients. Default false: Basic is not form-encoded anywhere else.
   */
  readonly alsoFormEncoded?: boolean | undefined;
  readonly clock?: Clock | undefined;
}

export interface PairVerifier {
  /** Whom the pair names, where it names anybody. */
  claimant(credentials: string, request: InboundRequest): Claimant;
  verify(
    credentials: string,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<PairPrincipal> | Promise<Verdict<PairPrincipal>>;
}

/** Verifies `base64(id:secret)`: shape, account and proof, account state, client address, in this order. */
export function pairVerifier(options: PairOptions): PairVerifier {
  const { directory, idPattern, alsoFormEncoded = false, clock = Date.now } = options;
  checkDirectory(directory);
  checkOptionTypes(options, { alsoFormEncoded: 'boolean' });
  if (idPattern !== undefined && !(idPattern instanceof RegExp)) {
    throw new TypeError('idPattern must be a regular expression, such as /^\\d+$/');
  }
  if (idPattern?.global || idPattern?.sticky) {
    throw new TypeError('idPattern must not have the flags g or y: they make it remember where it stopped');
  }
  const secrets = secretVerifier(directory);
  // Who is asked for the claimant is asked for the verdict right after.
  const parsedFor = new WeakMap<InboundRequest, ParsedPair>();

  function parse(credentials: string): ParsedPair {
    const pair = parsePair(credentials);
    const hasForm = 'malformed' in pair || !idPattern || idPattern.test(pair.id);
    return hasForm ? pair : { malformed: 'the id does not have its form' };
  }

  function claimant(credentials: string, request: InboundRequest): Claimant {
    const pair = parse(credentials);
    parsedFor.set(request, pair);
    if ('malformed' in pair) return {};
    // Decoded, an id has one spelling; as it was sent, it has as many as somebody likes.
    const decoded = alsoFormEncoded ? formDecoded(pair) : undefined;
    return { account: (decoded ?? pair).id };
  }

  function verify(
    credentials: string,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<PairPrincipal> | Promise<Verdict<PairPrincipal>> {
    const pair = parsedFor.get(request) ?? parse(credentials);
    if ('malformed' in pair) {
      return refuse(rejected('credentials-malformed'), explain, 'credentials', pair.malformed, () =>
        malformedMistake(credentials),
      );
    }
    explain?.push({ check: 'credentials', outcome: 'passed', detail: 'an id and a secret' });
    const proof = alsoFormEncoded ? proveAsMeant(pair) : prove(pair);
    return isPromiseLike(proof)
      ? proof.then((waitedFor) => judge(pair, waitedFor, request, explain))
      : judge(pair, proof, request, explain);
  }

  function judge(
    pair: CredentialPair,
    { account, match }: Proof,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Verdict<PairPrincipal> | Promise<Verdict<PairPrincipal>> {
    if (!account) {
      return refuse(
        rejected('account-unknown'),
        explain,
        'account',
        'unknown',
        async () => (await pairMistake(pair, proves)) ?? unknownIdHint,
      );
    }
    explain?.push({ check: 'account', outcome: 'passed', detail: account.id });
    if (match === 'mismatch') {
      return refuse(rejected('proof-mismatch', account.id), explain, 'secret', secretDetail.mismatch, () =>
        pairMistake(pair, proves),
      );
    }
    explain?.push({
      check: 'secret',
      outcome: match === 'match' ? 'passed' : 'failed',
      detail: secretDetail[match],
    });
    if (match === 'expired') return rejected('credentials-expired', account.id);
    return refuseAccount(account, request, explain) ?? accepted({ account: account.id });
  }

  function prove({ id, secret }: CredentialPair): Proof | Promise<Proof> {
    const account = directory.find(id);
    return isPromiseLike(account)
      ? Promise.resolve(account).then((found) => compare(found, secret))
      : compare(account, secret);
  }

  /** Asked for an unknown account too: it costs what a known one costs. */
  function compare(account: Account | undefined, secret: string): Proof | Promise<Proof> {
    const match = secrets.verify(account, secret, clock());
    return isPromiseLike(match) ? match.then((derived) => ({ account, match: derived })) : { account, match };
  }

  /** As it was sent first, and then form-decoded, where clients may do that. */
  function proveAsMeant(pair: CredentialPair): Proof | Promise<Proof> {
    return andThen(prove(pair), (asSent) => {
      const decoded = asSent.match === 'mismatch' ? formDecoded(pair) : undefined;
      return decoded ? prove(decoded) : asSent;
    });
  }

  async function proves(pair: CredentialPair): Promise<boolean> {
    const { account, match } = await prove(pair);
    return account !== undefined && match !== 'mismatch';
  }

  async function malformedMistake(credentials: string): Promise<string | undefined> {
    const pair = parsePair(credentials);
    return 'malformed' in pair ? formMistake(credentials) : pairMistake(pair, proves);
  }

  return { claimant, verify };
}

/** What was wrong is looked for only where somebody reads it. */
function refuse(
  verdict: Verdict<PairPrincipal>,
  explain: Explanation | undefined,
  check: string,
  detail: string,
  mistake: () => Promise<string | undefined>,
): Verdict<PairPrincipal> | Promise<Verdict<PairPrincipal>> {
  if (!explain) return verdict;
  return mistake().then((found) => {
    explain.push({ check, outcome: 'failed', detail, ...hintOf(found) });
    return verdict;
  });
}

interface Proof {
  readonly account: Account | undefined;
  readonly match: SecretMatch;
}

const secretDetail: Record<SecretMatch, string> = {
  match: 'is one of this account',
  expired: 'is one of this account, past its end',
  mismatch: 'is not one of this account',
};
