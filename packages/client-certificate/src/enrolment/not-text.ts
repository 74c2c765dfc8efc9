import { X509Certificate } from 'node:crypto';
import { fromBER, Integer, ObjectIdentifier, Sequence } from 'asn1js';
import { type Finding, fault } from './finding.ts';

/** What somebody sent in place of PEM text: the formats that certificates are exported in, told by their ASN.1. */
export function findingOnBytes(bytes: Buffer): Finding {
  if (isCertificate(bytes)) {
    return fault(
      'der',
      'This is one certificate in DER. Write it as PEM (openssl x509 -inform der -in FILE), and its issuers below it.',
    );
  }
  const [first] = itemsOf(bytes);
  if (first instanceof ObjectIdentifier && first.valueBlock.toString() === SIGNED_DATA) return pkcs7;
  if (first instanceof Integer && first.valueBlock.valueDec === PFX_VERSION) {
    return fault(
      'pkcs12',
      'This is PKCS#12 (.p12, .pfx), which holds a private key: do not hand it to anyone. ' +
        'Take the certificates out of it: openssl pkcs12 -in FILE -nokeys',
    );
  }
  if (first instanceof Integer && first.valueBlock.valueDec <= 1) return privateKey;
  return notPem;
}

export const pkcs7 = fault(
  'pkcs7',
  'This is PKCS#7 (.p7b). Write its certificates as PEM, the certificate first and the root last: ' +
    'openssl pkcs7 -print_certs -in FILE',
);

export const privateKey = fault(
  'private-key',
  'There is a private key in the file. It is not wanted here, and should now count as known to others: ' +
    'make a new key, get a certificate for it, and send certificates alone.',
);

export const notPem = fault(
  'not-pem',
  'There is no certificate in PEM: text that begins with -----BEGIN CERTIFICATE-----. ' +
    'Send the certificate, its intermediates and the root as PEM, one below the other.',
);

/** PKCS#7's content type signedData (RFC 2315, section 14). */
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** The version of PKCS#12 (RFC 7292, section 4). Private keys have 0 or 1 in its place. */
const PFX_VERSION = 3;

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}

function itemsOf(bytes: Buffer) {
  try {
    const { result, offset } = fromBER(bytes);
    return offset !== -1 && result instanceof Sequence ? result.valueBlock.value : [];
  } catch {
    // What is no BER is mostly answered with an offset of -1; a string that is cut short is thrown for.
    return [];
  }
}
