import {
  absent,
  accepted,
  defineVerifier,
  type InboundRequest,
  type Reason,
  rejected,
  unavailable,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import { inboundRequest } from './inbound-request.ts';

export interface Guess {
  readonly account?: string;
  /** `right`, `down`, or the reason of the rejection. Default `proof-mismatch`. */
  readonly secret?: 'right' | 'down' | Reason;
  readonly from?: string;
}

/** A request with a guess: `account secret` in a header of its own. */
export function guess({ account = 'site', secret = 'proof-mismatch', from }: Guess = {}): InboundRequest {
  return from === undefined
    ? inboundRequest({ headers: { 'x-guess': `${account} ${secret}` } })
    : inboundRequest({ headers: { 'x-guess': `${account} ${secret}` }, clientAddress: from });
}

export interface Guessable extends Verifier {
  /** The accounts that were looked up, in order: each stands for a lookup and a hash. */
  readonly judged: string[];
}

/**
 * A verifier that says what the guess says.
 * @param opened resolves when a verdict may be reached
 */
export function guessable(opened: () => unknown = () => undefined): Guessable {
  const judged: string[] = [];
  const partsOf = ({ headers }: InboundRequest) => headers.all('x-guess')[0]?.split(' ');
  const verifier = defineVerifier({
    scheme: 'guess',
    claimant(request) {
      const parts = partsOf(request);
      const [account = ''] = parts ?? [];
      return parts && (account === '' ? {} : { account });
    },
    async check(request): Promise<Verdict> {
      const [account, secret] = partsOf(request) ?? [];
      if (account === undefined) return absent;
      judged.push(account);
      await opened();
      if (secret === 'right') return accepted({ account });
      if (secret === 'down') return unavailable(new Error('the directory is down'));
      return rejected(secret as Reason);
    },
  });
  return { ...verifier, judged };
}
