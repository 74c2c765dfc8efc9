import { type ContractCase, needed } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import { type OutboundRequest, withHeaders } from '../../request.ts';
import { encodedPair, type Pair } from '../../sign/pair.ts';

/** What the cases of an id:secret pair in a header need to know. */
export interface PairSubject {
  readonly dialect: Dialect;
  /** Where the pair goes: a header, and what stands before the pair in it. */
  readonly carrier: Carrier;
  /** What the account may ask for, without a credential. */
  readonly request: OutboundRequest;
  readonly account: Pair;
  /** Another that is accepted. */
  readonly otherAccount?: Pair | undefined;
  /** One whose secret holds a colon. */
  readonly accountWithColon?: Pair | undefined;
  /** One that is known and not active. */
  readonly inactiveAccount?: Pair | undefined;
  /** One that may not be used from where the tests run. */
  readonly accountElsewhere?: Pair | undefined;
}

export interface Carrier {
  readonly header: string;
  /** `Basic `, or nothing. */
  readonly prefix: string;
}

export type PairCase = ContractCase<PairSubject>;

/** The request with this pair. */
export function withPair(subject: PairSubject, pair: Pair): OutboundRequest {
  return withCredentials(subject, encodedPair(pair));
}

/** The request with these bytes, base64-encoded, in place of a pair. */
export function withBytes(subject: PairSubject, bytes: string | Uint8Array): OutboundRequest {
  return withCredentials(subject, Buffer.from(bytes).toString('base64'));
}

/** The request with this very text where the encoded pair would be. */
export function withCredentials({ request, carrier }: PairSubject, text: string): OutboundRequest {
  return withHeaders(request, [carrier.header, carrier.prefix + text]);
}

/** @throws CaseSkipped where none of the accounts is one */
export function anAccountWhere(
  { account, otherAccount, accountWithColon }: PairSubject,
  fits: (encoded: string) => boolean,
  what: string,
): Pair {
  const accounts = [account, otherAccount, accountWithColon].filter((one) => one !== undefined);
  return needed(
    accounts.find((one) => fits(encodedPair(one))),
    `an account with ${what}`,
  );
}
