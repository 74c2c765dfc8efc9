import { createHmac, hash } from 'node:crypto';
import { faultNamed } from './pair.ts';
import { type Signed, signed } from './signed.ts';
import { signedPayload } from './signed-payload.ts';

export interface SignNotificationOptions {
  readonly kind: NotificationKind;
  /** What the merchant is told, without a signature. */
  readonly fields: Fields;
  /** Of the merchant. */
  readonly secret: string;
  /** A mistake to make. */
  readonly fault?: NotificationFault | undefined;
}

export type NotificationKind = keyof typeof kinds;
export type NotificationFault = keyof typeof faults;
type Fields = Readonly<Record<string, unknown>>;

/**
 * What a provider tells a merchant, signed as it signs it, as JSON by `POST`.
 *
 * @throws TypeError for a kind or a fault that there is none of
 * @see Pledg, Notifications; Placetopay: Checkout, Notification; Gateway, Notification; AutoPay, Webhook
 */
export function notification({ kind, fields, secret, fault }: SignNotificationOptions): Signed {
  if (!Object.hasOwn(kinds, kind)) {
    throw new TypeError(`kind must be one of ${Object.keys(kinds).join(', ')}`);
  }
  const change: Fault = fault === undefined ? {} : faultNamed(faults, fault);
  const right: Proof = kinds[kind](fields, change.secret?.(secret) ?? secret);
  const signature = change.signature?.(right.signature) ?? right.signature;
  const inHeader = right.in === 'header';
  const body = JSON.stringify(right.alone ? { signature } : inHeader ? fields : { ...fields, signature });
  const headers = { 'content-type': 'application/json', ...(inHeader && { 'x-signature': signature }) };
  return signed(headers, { method: 'POST', body });
}

interface Proof {
  readonly signature: string;
  readonly in: 'header' | 'body';
  /** Whether the fields are in the signature, and nowhere else. */
  readonly alone?: boolean;
}

const hex = (...parts: readonly unknown[]) => hash('sha256', parts.map(String).join(''), 'hex');
const objectAt = (fields: Fields, name: string) => (fields[name] ?? {}) as Fields;

const kinds = {
  /** The secret stands between the fields, which are sorted by name. */
  pledg: (fields, secret) => {
    const pairs = Object.keys(fields)
      .sort()
      .map((name) => `${name}=${String(fields[name])}`);
    return { signature: hash('sha256', pairs.join(secret), 'hex').toUpperCase(), in: 'body' };
  },
  'pledg-transfer': (payload, secret) => ({
    signature: signedPayload({ payload, secret }),
    in: 'body',
    alone: true,
  }),
  'placetopay-checkout': (fields, secret) => {
    const { status, date } = objectAt(fields, 'status');
    return { signature: `sha256:${hex(fields.requestId, status, date, secret)}`, in: 'body' };
  },
  'placetopay-autopay': ({ id, type, date }, secret) => ({
    signature: `sha256:${hex(id, type, date, secret)}`,
    in: 'body',
  }),
  'placetopay-gateway': (fields, secret) => ({
    signature: createHmac('sha256', secret).update(JSON.stringify(fields)).digest('hex'),
    in: 'header',
  }),
  'placetopay-gateway-session': (fields, secret) => {
    const { id, status } = objectAt(fields, 'session');
    return { signature: hex(id, status, secret), in: 'header' };
  },
} as const satisfies Record<string, (fields: Fields, secret: string) => Proof>;

interface Fault {
  readonly secret?: (secret: string) => string;
  readonly signature?: (signature: string) => string;
}

const faults = {
  'wrong-secret': { secret: (secret) => `${secret}x` },
  /** Hexadecimal in capitals where it is small, and the other way round. */
  'other-case': {
    signature: (signature) =>
      signature.replace(/[0-9a-f]{64}$/i, (text) =>
        text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase(),
      ),
  },
  'half-a-signature': { signature: (signature) => signature.slice(0, -32) },
} as const satisfies Record<string, Fault>;
