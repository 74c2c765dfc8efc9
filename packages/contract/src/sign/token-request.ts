import { encodedPair, faultNamed, type Pair } from './pair.ts';
import { type Signed, signed } from './signed.ts';

export interface SignTokenRequestOptions extends Pair {
  /** Whether id and secret are form-encoded inside Basic, as RFC 6749 section 2.3.1 wants it. Default false: raw. */
  readonly formEncoded?: boolean | undefined;
  /** Scopes to ask for. Default: none. */
  readonly scopes?: readonly string[] | undefined;
  /** A mistake to make. */
  readonly fault?: TokenRequestFault | undefined;
}

export type TokenRequestFault = keyof typeof faults;

/**
 * The request for a token by client credentials (RFC 6749, section 4.4.2): `POST`, a form, HTTP Basic.
 *
 * @throws TypeError for a fault that there is none of
 */
export function tokenRequest({
  formEncoded = false,
  scopes = [],
  fault,
  ...pair
}: SignTokenRequestOptions): Signed {
  const right: TokenRequest = {
    authorization: `Basic ${encodedPair(pair, formEncoded ? 'form-encoded' : undefined)}`,
    contentType: 'application/x-www-form-urlencoded',
    body: form({ grant_type: 'client_credentials', ...(scopes.length > 0 && { scope: scopes.join(' ') }) }),
  };
  const { authorization, contentType, body } = fault
    ? { ...right, ...faultNamed(faults, fault)(pair) }
    : right;
  return signed(
    { ...(authorization !== undefined && { authorization }), 'content-type': contentType },
    { method: 'POST', body },
  );
}

interface TokenRequest {
  readonly authorization: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

const form = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();

const faults = {
  'other-grant-type': () => ({ body: form({ grant_type: 'authorization_code' }) }),
  'without-grant-type': () => ({ body: '' }),
  'json-body': () => ({
    contentType: 'application/json',
    body: JSON.stringify({ grant_type: 'client_credentials' }),
  }),
  'credentials-in-body': ({ id, secret }: Pair) => ({
    authorization: undefined,
    body: form({ grant_type: 'client_credentials', client_id: id, client_secret: secret }),
  }),
} as const satisfies Record<string, (pair: Pair) => Partial<TokenRequest>>;
