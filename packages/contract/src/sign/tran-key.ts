import { type Signed, signed } from './signed.ts';
import {
  type UsernameToken,
  type UsernameTokenFault,
  type UsernameTokenToMake,
  usernameTokenOf,
} from './username-token.ts';

export interface SignTranKeyOptions extends UsernameTokenToMake {
  /** What the body holds beside `auth`. Default: nothing. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  /** A mistake to make. Those that set the seed, such as `seed-in-the-past`, go by `clock`. */
  readonly fault?: UsernameTokenFault | undefined;
}

export interface SignedTranKey extends Signed {
  /** For a body of one's own. */
  readonly auth: UsernameToken;
  readonly body: string;
}

/**
 * The `auth` object of a JSON body, as Placetopay wants it: `POST`, a new nonce and seed each time.
 *
 * @throws TypeError for a fault that there is none of
 * @see Placetopay, Authentication
 */
export function tranKey({ fields, fault, ...wanted }: SignTranKeyOptions): SignedTranKey {
  const auth = usernameTokenOf(wanted, fault);
  const body = JSON.stringify({ ...fields, auth });
  const headers = { 'content-type': 'application/json' };
  return { ...signed(headers, { method: 'POST', body }), auth, body };
}
