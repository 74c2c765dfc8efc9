import {
  type Account,
  accepted,
  type Claimant,
  type Clock,
  checkDirectory,
  checkOptionTypes,
  type Directory,
  type Explanation,
  hintOf,
  type InboundRequest,
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
  ): Promise<Verdict<PairPrincipal>>;
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

  async function verify(
    credentials: string,
    request: InboundRequest,
    explain: Explanation | undefined,
  ): Promise<Verdict<PairPrincipal>> {
    const pair = parsedFor.get(request) ?? parse(credentials);
    if ('malformed' in pair) {
      explain?.push({
        check: 'credentials',
        outcome: 'failed',
        detail: pair.malformed,
        ...hintOf(await malformedMistake(credentials)),
      });
      return rejected('credentials-malformed');
    }
    explain?.push({ check: 'credentials', outcome: 'passed', detail: 'an id and a secret' });

    const asSent = await prove(pair);
    const decoded = alsoFormEncoded && asSent.match === 'mismatch' ? formDecoded(pair) : undefined;
    const { account, match } = decoded ? await prove(decoded) : asSent;
    explain?.push({
      check: 'account',
      outcome: account ? 'passed' : 'failed',
      detail: account?.id ?? 'unknown',
      ...(!account && hintOf((await pairMistake(pair, proves)) ?? unknownIdHint)),
    });
    if (!account) return rejected('account-unknown');
    explain?.push({
      check: 'secret',
      outcome: match === 'match' ? 'passed' : 'failed',
      detail: secretDetail[match],
      ...(match === 'mismatch' && hintOf(await pairMistake(pair, proves))),
    });
    if (match === 'mismatch') return rejected('proof-mismatch', account.id);
    if (match === 'expired') return rejected('credentials-expired', account.id);

    return refuseAccount(account, request, explain) ?? accepted({ account: account.id });
  }

  async function prove({ id, secret }: CredentialPair): Promise<Proof> {
    const account = await directory.find(id);
    // Asked for an unknown account too: it costs what a known one costs.
    const match = secrets.verify(account, secret, clock());
    return { account, match: typeof match === 'string' ? match : await match };
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

interface Proof {
  readonly account: Account | undefined;
  readonly match: SecretMatch;
}

const secretDetail: Record<SecretMatch, string> = {
  match: 'is one of this account',
  expired: 'is one of this account, past its end',
  mismatch: 'is not one of this account',
};
