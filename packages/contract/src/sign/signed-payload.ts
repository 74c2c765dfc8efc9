import { createHmac } from 'node:crypto';
import { faultNamed } from './pair.ts';

export interface SignPayloadOptions {
  /** What is signed: `{ data: { merchantUid: '…', reference: '…' } }`. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Of the merchant: a text of any length. */
  readonly secret: string;
  /** A mistake to make. */
  readonly fault?: PayloadFault | undefined;
}

export type PayloadFault = keyof typeof faults;

/**
 * Pledg's signed parameters, an HS256 JWT: the value of `signature`.
 *
 * @throws TypeError for a fault that there is none of
 * @see Pledg, Payment Front Documentation, Signature; RFC 7518, section 3.2
 */
export function signedPayload({ fault, ...wanted }: SignPayloadOptions): string {
  return fault === undefined ? jwt(wanted) : faultNamed(faults, fault)(wanted);
}

type Wanted = Omit<SignPayloadOptions, 'fault'>;

const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString('base64url');
const unsigned = (alg: string, { payload }: Wanted) => `${part({ alg, typ: 'JWT' })}.${part(payload)}`;
const parts = (token: string) => token.split('.') as [string, string, string];

function jwt(wanted: Wanted, alg = 'HS256'): string {
  const text = unsigned(alg, wanted);
  const digest = `sha${alg.slice(2)}`;
  return `${text}.${createHmac(digest, wanted.secret).update(text).digest('base64url')}`;
}

const faults = {
  'wrong-secret': (wanted) => jwt({ ...wanted, secret: `${wanted.secret}x` }),
  'alg-none': (wanted) => `${unsigned('none', wanted)}.`,
  'without-signature': (wanted) => `${unsigned('HS256', wanted)}.`,
  'other-algorithm': (wanted) => jwt(wanted, 'HS512'),
  'exp-past': (wanted) => jwt({ ...wanted, payload: { ...wanted.payload, exp: 1_000_000_000 } }),
  'altered-after-signing': (wanted) => {
    const [header, , signature] = parts(jwt(wanted));
    return `${header}.${part({ ...wanted.payload, altered: true })}.${signature}`;
  },
  'hex-signature': (wanted) => {
    const [header, payload, signature] = parts(jwt(wanted));
    return `${header}.${payload}.${Buffer.from(signature, 'base64url').toString('hex')}`;
  },
} as const satisfies Record<string, (wanted: Wanted) => string>;
