import { encodedPair, type Pair, type PairFault } from './pair.ts';
import { type Signed, signed } from './signed.ts';

export interface SignBasicOptions extends Pair {
  readonly fault?: PairFault | undefined;
}

/** HTTP Basic (RFC 7617): the `Authorization` header. */
export function basic({ fault, ...pair }: SignBasicOptions): Signed {
  return signed({ authorization: `Basic ${encodedPair(pair, fault)}` });
}
