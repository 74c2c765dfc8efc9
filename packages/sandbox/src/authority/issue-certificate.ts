import { type webcrypto, X509Certificate } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  type Extension,
  Name,
  PemConverter,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from './x509.ts';

/** A distinguished name as a list of attributes, broadest first: `[['C', 'LT'], ['CN', 'Demo']]`. Types by short name or OID. */
export type Subject = readonly (readonly [type: string, value: string])[];

/** A certificate, its key, and the certificates above it. */
export interface IssuedCertificate {
  readonly subject: Subject;
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly pem: string;
  /** PKCS #8. */
  readonly keyPem: string;
  /** This certificate first, intermediates, root last. */
  readonly chainPem: string;
}

export interface CertificateRequest {
  readonly subject: Subject;
  /** Absent: self-signed. */
  readonly issuer?: IssuedCertificate | undefined;
  /** Hexadecimal. Default: 16 random bytes. */
  readonly serialNumber?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  /** Beside the key identifiers, which are always there. */
  readonly extensions?: readonly Extension[] | undefined;
  /** Default: ECDSA on P-256, which is made in a millisecond. */
  readonly keyAlgorithm?: KeyAlgorithmRequest | undefined;
}

export type KeyAlgorithmRequest = webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams;

const P256: webcrypto.EcKeyGenParams = { name: 'ECDSA', namedCurve: 'P-256' };

/** Makes a key pair and a certificate of it. Refuses nothing: a test wants odd ones. */
export async function issueCertificate(request: CertificateRequest): Promise<IssuedCertificate> {
  const { issuer, keyAlgorithm = P256, extensions = [] } = request;
  const keys = await crypto.subtle.generateKey(keyAlgorithm, true, ['sign', 'verify']);
  const signer = issuer?.keys ?? keys;
  const subject = nameOf(request.subject);

  const generated = await X509CertificateGenerator.create({
    ...(request.serialNumber !== undefined && { serialNumber: request.serialNumber }),
    subject,
    issuer: issuer ? nameOf(issuer.subject) : subject,
    notBefore: wholeSecond(request.notBefore),
    notAfter: wholeSecond(request.notAfter),
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm: { hash: 'SHA-256' },
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(signer.publicKey),
    ],
  });
  const pem = `${generated.toString('pem')}\n`;
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    subject: request.subject,
    certificate: new X509Certificate(pem),
    keys,
    pem,
    keyPem: `${PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag)}\n`,
    chainPem: pem + (issuer?.chainPem ?? ''),
  };
}

function nameOf(subject: Subject): Name {
  // As objects: text alone would be read for escapes and quotes.
  const encoding = (type: string) => (type === 'C' ? 'printableString' : 'utf8String');
  return new Name(subject.map(([type, value]) => ({ [type]: [{ [encoding(type)]: value }] })));
}

/** Certificates hold whole seconds. */
function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
