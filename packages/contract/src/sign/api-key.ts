import { encodedPair, faultNamed, type Pair, type PairFault } from './pair.ts';
import { type Signed, signed } from './signed.ts';

export interface SignApiKeyOptions extends Pair {
  /** Default `x-connectpay-api-key`. */
  readonly header?: string | undefined;
  /** Whether `Basic ` goes before the pair: ConnectPay documents both. Default false. */
  readonly basicPrefix?: boolean | undefined;
  /** A mistake to make: one of the pair itself, or of the header around it. */
  readonly fault?: PairFault | ApiKeyFault | undefined;
}

export type ApiKeyFault = keyof typeof faults;

/**
 * An id:secret pair in a header of its own: `x-connectpay-api-key: base64(ClientKey:ClientSecret)`.
 *
 * @throws TypeError for a fault that there is none of
 * @see ConnectPay, BaaS with SCA, Authentication
 */
export function apiKey(options: SignApiKeyOptions): Signed {
  const { fault, header = 'x-connectpay-api-key', basicPrefix = false, ...pair } = options;
  if (fault !== undefined && Object.hasOwn(faults, fault)) {
    return signed(faultNamed(faults, fault as ApiKeyFault)(header, encodedPair(pair)));
  }
  const credentials = encodedPair(pair, fault as PairFault | undefined);
  return signed({ [header]: basicPrefix ? `Basic ${credentials}` : credentials });
}

const faults = {
  'prefix-twice': (header: string, credentials: string) => ({ [header]: `Basic Basic ${credentials}` }),
  'in-authorization': (_header: string, credentials: string) => ({ authorization: `Basic ${credentials}` }),
} as const;
