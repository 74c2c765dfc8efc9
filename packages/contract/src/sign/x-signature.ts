import { constants, createPrivateKey, type KeyObject, sign as rsaSign } from 'node:crypto';
import { faultNamed } from './pair.ts';
import { type Signed, signed } from './signed.ts';

export interface SignXSignatureOptions {
  /** Default `POST`. */
  readonly method?: string | undefined;
  /** As it is called from outside: `https://api.connectpay.com/merchant/payments`; `http:` for a mock on loopback. */
  readonly url: string;
  /** Default: none. JSON for the fault that writes it anew. */
  readonly body?: string | undefined;
  /** RSA, of 2048 bits or more: PEM, or a KeyObject. */
  readonly privateKey: string | KeyObject;
  /** A mistake to make. */
  readonly fault?: XSignatureFault | undefined;
}

export type XSignatureFault = keyof typeof faults;

/**
 * ConnectPay's `X-Signature`: RSA with SHA-256 over method, URL and body. The header alone: Basic goes beside it.
 *
 * @throws TypeError for a fault that there is none of
 * @see ConnectPay, Merchant API v2, X-Signature
 */
export function xSignature({
  fault,
  privateKey,
  url,
  method = 'POST',
  body: sent = '',
}: SignXSignatureOptions): Signed {
  const wrong: Wrong = fault === undefined ? {} : faultNamed(faults, fault);
  const body = wrong.body?.(sent) ?? sent;
  const text = (wrong.text ?? canonical)({ method, url, body });
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey;
  const padding = wrong.padding ?? constants.RSA_PKCS1_PADDING;
  const signature = rsaSign('sha256', Buffer.from(text), { key, padding });
  return signed(
    { 'content-type': 'application/json', 'x-signature': signature.toString(wrong.encoding ?? 'base64') },
    { method, body },
  );
}

interface ToSign {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

interface Wrong {
  readonly body?: (body: string) => string;
  readonly text?: (parts: ToSign) => string;
  readonly padding?: number;
  readonly encoding?: 'hex' | 'base64url';
}

const methodOf = ({ method }: ToSign) => method.toLowerCase();
const targetOf = ({ url }: ToSign) => url.toLowerCase().replace(/^https?:\/\//, '');
const bodyOf = ({ body }: ToSign) => body.replace(/[\t-\r ]/g, '');
const canonical = (parts: ToSign) => methodOf(parts) + targetOf(parts) + bodyOf(parts);

const faults = {
  'pretty-printed-body': {
    body: (body) => JSON.stringify(JSON.parse(body), undefined, 2),
    text: (parts) => methodOf(parts) + targetOf(parts) + parts.body,
  },
  'other-host': { text: (parts) => canonical({ ...parts, url: otherHost(parts.url) }) },
  'with-scheme': { text: (parts) => methodOf(parts) + parts.url.toLowerCase() + bodyOf(parts) },
  'method-in-capitals': { text: (parts) => parts.method.toUpperCase() + targetOf(parts) + bodyOf(parts) },
  'wrong-order': { text: (parts) => targetOf(parts) + methodOf(parts) + bodyOf(parts) },
  'without-body': { text: (parts) => canonical({ ...parts, body: '' }) },
  pss: { padding: constants.RSA_PKCS1_PSS_PADDING },
  hex: { encoding: 'hex' },
  'url-safe-alphabet': { encoding: 'base64url' },
} as const satisfies Record<string, Wrong>;

function otherHost(url: string): string {
  const other = new URL(url);
  other.host = 'somebody-else.example';
  return other.href;
}
