import { X509Certificate } from 'node:crypto';
import { type CertificateFacts, readFacts } from '../certificate-facts.ts';
import { MAX_CHAIN } from '../issuers.ts';
import { advice, type Finding, fault, type Place } from './finding.ts';
import { findingOnBytes, notPem, pkcs7, privateKey } from './not-text.ts';
import { bytesOf, type PemBlock, pemBlocks } from './pem-blocks.ts';

/** A certificate of the file that could be read. */
export interface FiledCertificate extends Place {
  readonly position: number;
  readonly subject: string;
  readonly certificate: X509Certificate;
  readonly facts: CertificateFacts;
}

export interface ChainFile {
  readonly certificates: readonly FiledCertificate[];
  /** What is wrong with the file. */
  readonly findings: readonly Finding[];
}

/** A chain of eight large certificates has less than half of it. */
const MAX_BYTES = 64 * 1024;

/** @param pem what was handed in: text, or the bytes of a file */
export function readChainFile(pem: string | Uint8Array): ChainFile {
  const only = (finding: Finding): ChainFile => ({ certificates: [], findings: [finding] });
  // Characters are counted first: a text is encoded only once it is known to be small.
  if (pem.length > MAX_BYTES || Buffer.byteLength(pem) > MAX_BYTES) {
    const message = `The file has more than ${MAX_BYTES / 1024} KiB. Send one chain of certificates and nothing else.`;
    return only(fault('input-too-large', message));
  }
  const text = textOf(pem);
  if (text === undefined) return only(findingOnBytes(Buffer.from(pem as Uint8Array)));

  const { blocks, hasOtherText } = pemBlocks(text);
  if (blocks.length === 0) return only(notPem);
  const certificateBlocks = blocks.filter(({ label }) => label === 'CERTIFICATE');
  if (certificateBlocks.length > MAX_CHAIN) {
    const message = `There are ${certificateBlocks.length} certificates in the file. Send those of one chain: ${MAX_CHAIN} at most.`;
    return only(fault('too-many-certificates', message));
  }
  const read = certificateBlocks.map(readBlock);
  return {
    certificates: read.filter((one) => 'facts' in one),
    findings: [
      ...findingsOnBlocks(blocks),
      ...(hasOtherText ? [otherText] : []),
      ...read.filter((one) => 'code' in one),
    ],
  };
}

const otherText = advice(
  'other-text',
  'There is text around the certificates. It is skipped here; others may refuse the file for it.',
);

/** `undefined` for bytes that are no text. */
function textOf(pem: string | Uint8Array): string | undefined {
  if (typeof pem === 'string') return pem;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(pem);
  } catch {
    return undefined;
  }
}

function readBlock({ body }: PemBlock, position: number): FiledCertificate | Finding {
  const der = body === undefined ? undefined : bytesOf(body);
  if (!der) {
    const message =
      body === undefined
        ? 'The certificate has no -----END CERTIFICATE----- line. Copy it whole.'
        : 'What is between the BEGIN and the END line is not base64. Copy the certificate again, as it was issued.';
    return fault('pem-malformed', message, { position });
  }
  try {
    const certificate = new X509Certificate(der);
    if (certificate.raw.length !== der.length)
      throw new Error('there is more than a certificate in the block');
    const facts = readFacts(certificate);
    return { position, subject: facts.subject.text, certificate, facts };
  } catch {
    const message =
      'This is not an X.509 certificate, or one that is encoded wrongly, or holds far more than a client needs. Get it from its issuer again.';
    return fault('certificate-unreadable', message, { position });
  }
}

/** What there is beside certificates, each kind once. */
function findingsOnBlocks(blocks: readonly PemBlock[]): Finding[] {
  return [...new Set(blocks.flatMap(({ label }) => findingOnLabel(label) ?? []))];
}

function findingOnLabel(label: string): Finding | undefined {
  if (label === 'CERTIFICATE') return undefined;
  if (label.endsWith('PRIVATE KEY')) return privateKey;
  if (label === 'PKCS7' || label === 'CMS') return pkcs7;
  return label.endsWith('CERTIFICATE REQUEST') ? request : otherBlock;
}

const request = fault(
  'certificate-request',
  'There is a certificate signing request in the file. Send it to a certificate authority, and hand in here what the authority issues.',
);

const otherBlock = fault(
  'other-block',
  'There is a PEM block in the file that is not -----BEGIN CERTIFICATE-----. Take it out, or, ' +
    'if it holds a certificate, write it as one: openssl x509 -in FILE',
);
