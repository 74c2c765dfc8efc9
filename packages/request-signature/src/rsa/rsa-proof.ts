import { constants, createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto';
import { type Account, publicKeysOf } from '@countersign/core';

const OTHER_KEYS_AT_MOST = 32;
const OTHER_ACCOUNTS_AT_MOST = 1000;

/** A number that nobody has the factors of, to verify with where there is no key. */
export const decoyKey: KeyObject = createPublicKey({
  key: { kty: 'RSA', n: oddOf2048Bits().toString('base64url'), e: 'AQAB' },
  format: 'jwk',
});

/** RSA with SHA-256, PKCS #1 v1.5, over one of these. */
export function holds(signature: Uint8Array, signed: readonly Uint8Array[], key: KeyObject): boolean {
  const pkcs1 = { key, padding: constants.RSA_PKCS1_PADDING };
  return signed.some((bytes) => verify('sha256', bytes, pkcs1, signature));
}

/** The account among the others whose signature it is. Bounded: so many keys are tried, so many accounts looked at. */
export function otherSigner(
  others: Iterable<Account>,
  { id }: Account,
  signature: Uint8Array,
  signed: readonly Uint8Array[],
): Account | undefined {
  let tried = 0;
  let looked = 0;
  for (const other of others) {
    if (looked === OTHER_ACCOUNTS_AT_MOST) return undefined;
    looked += 1;
    if (other.id === id) continue;
    for (const key of publicKeysOf(other)) {
      if (tried === OTHER_KEYS_AT_MOST) return undefined;
      tried += 1;
      if (holds(signature, signed, key)) return other;
    }
  }
  return undefined;
}

function oddOf2048Bits(): Buffer {
  const bytes = randomBytes(256);
  bytes.writeUInt8(bytes.readUInt8(0) | 0x80, 0);
  bytes.writeUInt8(bytes.readUInt8(255) | 1, 255);
  return bytes;
}
