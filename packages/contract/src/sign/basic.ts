import { encodedPair, faultNamed, type Pair, type PairFault } from './pair.ts';
import { type Signed, signed } from './signed.ts';

export interface SignBasicOptions extends Pair {
  /** A mistake to make: one of the pair itself, or of the header around it. */
  readonly fault?: PairFault | BasicFault | undefined;
}

export type BasicFault = keyof typeof faults;

/**
 * HTTP Basic (RFC 7617): the `Authorization` header.
 *
 * @throws TypeError for a fault that there is none of
 */
export function basic({ fault, ...pair }: SignBasicOptions): Signed {
  if (fault !== undefined && Object.hasOwn(faults, fault)) {
    return signed(faultNamed(faults, fault as BasicFault)(encodedPair(pair)));
  }
  return signed({ authorization: `Basic ${encodedPair(pair, fault as PairFault | undefined)}` });
}

const faults = {
  'scheme-missing': (credentials: string) => ({ authorization: credentials }),
  'scheme-twice': (credentials: string) => ({ authorization: `Basic Basic ${credentials}` }),
  'other-header': (credentials: string) => ({ 'x-connectpay-api-key': credentials }),
} as const;
