import { constants, type KeyObject, verify } from 'node:crypto';
import { id_RSASSA_PSS, RsaSaPssParams } from '@peculiar/asn1-rsa';
import { AsnConvert } from '@peculiar/asn1-schema';
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';

/** Digests of signature algorithms, by object identifier. SHA-1 is not among them. */
const digests: ReadonlyMap<string, string | undefined> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.3.101.112', undefined],
  ['1.3.101.113', undefined],
]);

const pssDigests: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** A signature as a signed ASN.1 structure holds it. */
export interface Signed {
  readonly data: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
}

/** Whether this key made this signature, with an algorithm that is not broken. */
export function isSignedBy({ data, algorithm, signature }: Signed, key: KeyObject): boolean {
  try {
    if (algorithm.algorithm === id_RSASSA_PSS) return isPssSignedBy({ data, algorithm, signature }, key);
    if (!digests.has(algorithm.algorithm)) return false;
    return verify(digests.get(algorithm.algorithm), data, key, signature);
  } catch {
    // A key of another kind, or parameters that are none.
    return false;
  }
}

function isPssSignedBy({ data, algorithm, signature }: Signed, key: KeyObject): boolean {
  if (!algorithm.parameters) return false;
  const { hashAlgorithm, saltLength } = AsnConvert.parse(algorithm.parameters, RsaSaPssParams);
  const digest = pssDigests.get(hashAlgorithm.algorithm);
  if (digest === undefined) return false;
  return verify(digest, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
}
