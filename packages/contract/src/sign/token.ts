import { faultNamed } from './pair.ts';
import { rightToken, type TokenToSign } from './right-token.ts';
import { type TokenFault, tokenFaults } from './token-faults.ts';

export interface SignTokenOptions extends TokenToSign {
  /** A mistake to make. */
  readonly fault?: TokenFault | undefined;
}

/**
 * A signed JWT (RFC 7519), as Pledg (HS256, 600 seconds) and ConnectPay (300 seconds) issue them.
 *
 * @throws TypeError for a fault that there is none of, and whatever jose says of a key that does not fit
 */
export async function token({ fault, ...wanted }: SignTokenOptions): Promise<string> {
  return fault === undefined ? rightToken(wanted) : await faultNamed(tokenFaults, fault)(wanted);
}
