import type { PublicKeyMaterial } from './public-keys.ts';
import type { Secret } from './secrets/secret.ts';

/** The party that holds a credential: a Smart2Pay site, a ConnectPay DevApp, a Pledg client, a Placetopay site. */
export interface Account {
  readonly id: string;
  /** Default `active`. Looked at only once the proof holds. */
  readonly status?: AccountStatus | undefined;
  /** One to several while they rotate. */
  readonly secrets?: readonly Secret[] | undefined;
  /** Addresses and CIDR ranges the account may call from. Absent: anywhere. Empty: nowhere. */
  readonly addresses?: readonly string[] | undefined;
  /** RSA keys that the account signs its requests with, 2048 bits or more. One to several while they rotate. */
  readonly publicKeys?: readonly PublicKeyMaterial[] | undefined;
  /** Client certificates attached to the account. */
  readonly certificates?: readonly AttachedCertificate[] | undefined;
  /** Digests that a username token, or a notification, of this account may use. Default SHA-256 alone. */
  readonly digests?: readonly DigestAlgorithm[] | undefined;
  /** Whether a username token of this account may be used again. Weakens the account: for clients that reuse one. */
  readonly allowReplay?: boolean | undefined;
}

export const ACCOUNT_STATUSES = ['active', 'inactive', 'expired', 'credentials-expired'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

export const DIGEST_ALGORITHMS = ['sha256', 'sha1'] as const;
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

/** What ties a certificate to an account. */
export interface AttachedCertificate {
  /** Hexadecimal. Compared as a number: case, colons and leading zeros do not matter. */
  readonly serialNumber: string;
  /** Compared as one exact value. */
  readonly commonName: string;
  /**
   * The issuer's distinguished name (RFC 4514), such as `CN=Example CA,O=Example,C=LT`. Absent: the certificate
   * is accepted only where the verifier does not require an issuer.
   */
  readonly issuer?: string | undefined;
  /**
   * Pins this very certificate: its SHA-256, 64 hexadecimal digits in either case, with or without colons. Absent:
   * whatever certificate of this serial number, common name and issuer.
   */
  readonly fingerprint256?: string | undefined;
}

/** Upper-case hexadecimal with colons, as Node.js writes it; `undefined` for what is no SHA-256. */
export function normalizeFingerprint(text: string): string | undefined {
  const digits = text.replaceAll(':', '').toUpperCase();
  return /^[0-9A-F]{64}$/.test(digits) ? digits.replace(/..(?=.)/g, '$&:') : undefined;
}
