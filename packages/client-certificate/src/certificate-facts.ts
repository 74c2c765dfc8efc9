import type { X509Certificate } from 'node:crypto';
import { id_RSASSA_PSS, RsaSaPssParams } from '@peculiar/asn1-rsa';
import { AsnConvert, AsnParser } from '@peculiar/asn1-schema';
import {
  type AlgorithmIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  type Extension,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  KeyUsage,
  type Name,
  TBSCertificate,
} from '@peculiar/asn1-x509';
import { id_pe_qcStatements } from '@peculiar/asn1-x509-qualified';
import { type AsnType, fromBER, Sequence } from 'asn1js';
import { type NameParts, nameParts, printName } from './distinguished-name.ts';
import { weaknessOf } from './weak-key.ts';

/** What a certificate says, read from its ASN.1 once. */
export interface CertificateFacts {
  readonly certificate: X509Certificate;
  readonly fingerprint256: string;
  readonly serialNumber: bigint;
  readonly subject: CertificateName;
  readonly issuer: CertificateName;
  /** Milliseconds since the epoch; valid from then on. */
  readonly notBefore: number;
  /** Milliseconds since the epoch; valid until then, inclusive. */
  readonly notAfter: number;
  readonly isAuthority: boolean;
  /** How many authorities may come between this one and a leaf. */
  readonly pathLength: number | undefined;
  /** The bits of `KeyUsageFlags`. `undefined`: any usage. */
  readonly keyUsage: number | undefined;
  /** By object identifier. `undefined`: any usage. */
  readonly extendedKeyUsages: readonly string[] | undefined;
  /** The DER of the QC statements (RFC 3739, section 3.2.6). */
  readonly qcStatements: Uint8Array | undefined;
  /** Object identifiers of what limits this certificate in a way that is not checked here. */
  readonly notUnderstood: readonly string[];
  /** The algorithm of the issuer's signature, by object identifier. Of RSASSA-PSS the digest, which it leaves open. */
  readonly signatureAlgorithm: string;
  /** Why its key is too weak, to come after the subject in a sentence. */
  readonly weakKey: string | undefined;
}

export interface CertificateName {
  readonly parts: NameParts;
  /** As RFC 4514 writes it. */
  readonly text: string;
}

/** A self-made giant is refused before it costs anything. Certificates have one to three kilobytes. */
const MAX_CERTIFICATE_BYTES = 16 * 1024;

/**
 * Reading costs by the node of ASN.1, and a stranger's certificate is read as well: one that is all names would hold
 * the process up for as long as fifty handshakes. Certificates have a hundred, and one for each alternative name.
 */
const MAX_CERTIFICATE_NODES = 500;

/** The same of an extension, whose value is read for itself. Those that are read have some hundred. */
const MAX_EXTENSION_BYTES = 2048;

/** What is checked where it is present; and other names and policies, which limit nothing where none is asked for. */
const understood = new Set([
  id_ce_basicConstraints,
  id_ce_keyUsage,
  id_ce_extKeyUsage,
  id_ce_subjectAltName,
  id_ce_certificatePolicies,
]);

/** @throws Error for what cannot be read, or reads differently than it is encoded. */
export function readFacts(certificate: X509Certificate): CertificateFacts {
  const { tbs, fields } = parse(certificate.raw);
  const extensions = extensionsOf(tbs);
  const basicConstraints = read(extensions, id_ce_basicConstraints, BasicConstraints);
  const extendedKeyUsage = read(extensions, id_ce_extKeyUsage, ExtendedKeyUsage);
  return {
    certificate,
    fingerprint256: certificate.fingerprint256,
    serialNumber: signed(tbs.serialNumber),
    issuer: nameOf(tbs.issuer, fields.issuer),
    subject: nameOf(tbs.subject, fields.subject),
    notBefore: time(certificate.validFromDate),
    notAfter: time(certificate.validToDate),
    isAuthority: basicConstraints?.cA ?? false,
    pathLength: pathLengthOf(basicConstraints),
    keyUsage: read(extensions, id_ce_keyUsage, KeyUsage)?.toNumber(),
    extendedKeyUsages: extendedKeyUsage && [...extendedKeyUsage],
    qcStatements: bytesOf(extensions.get(id_pe_qcStatements)),
    notUnderstood: [...extensions.values()].filter(isNotUnderstood).map(({ extnID }) => extnID),
    signatureAlgorithm: signatureAlgorithmOf(tbs.signature),
    weakKey: weaknessOf(certificate.publicKey),
  };
}

function parse(der: Buffer): { tbs: TBSCertificate; fields: { issuer: Uint8Array; subject: Uint8Array } } {
  if (der.byteLength > MAX_CERTIFICATE_BYTES) throw new Error('the certificate is too large');
  const { result, offset } = fromBER(der, { maxNodes: MAX_CERTIFICATE_NODES });
  const [tbs] = offset === -1 ? [] : itemsOf(result);
  const items = itemsOf(tbs);
  // A version number comes first, in a tag of its own, unless the certificate is of version 1.
  const serialNumberAt = items[0]?.idBlock.tagClass === CONTEXT_SPECIFIC ? 1 : 0;
  const issuer = items[serialNumberAt + 2];
  const subject = items[serialNumberAt + 4];
  if (!tbs || !issuer || !subject) throw new Error('not a certificate');
  return {
    tbs: AsnParser.fromASN(tbs, TBSCertificate),
    fields: { issuer: issuer.valueBeforeDecodeView, subject: subject.valueBeforeDecodeView },
  };
}

const CONTEXT_SPECIFIC = 3;

function itemsOf(value: AsnType | undefined): AsnType[] {
  return value instanceof Sequence ? value.valueBlock.value : [];
}

/** The parser is lenient: bytes that are no UTF-8 it takes for Latin-1. What was read right is encoded to the same bytes again. */
function nameOf(name: Name, encoded: Uint8Array): CertificateName {
  if (Buffer.compare(Buffer.from(AsnConvert.serialize(name)), encoded) !== 0) {
    throw new Error('a name is not encoded as its text would be');
  }
  const parts = nameParts(name);
  return { parts, text: printName(parts) };
}

function extensionsOf(tbs: TBSCertificate): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const extension of tbs.extensions ?? []) {
    if (extensions.has(extension.extnID)) throw new Error('an extension is there twice');
    extensions.set(extension.extnID, extension);
  }
  return extensions;
}

function read<T>(extensions: Map<string, Extension>, type: string, target: new () => T): T | undefined {
  const extension = extensions.get(type);
  if (!extension) return undefined;
  if (extension.extnValue.byteLength > MAX_EXTENSION_BYTES) throw new Error('an extension is too large');
  return AsnConvert.parse(extension.extnValue, target);
}

function bytesOf(extension: Extension | undefined): Uint8Array | undefined {
  return extension && new Uint8Array(extension.extnValue.buffer);
}

/** Name constraints count even where they are not critical: a certificate outside of them was not meant to be trusted. */
function isNotUnderstood({ extnID, critical }: Extension): boolean {
  return extnID === id_ce_nameConstraints || (critical && !understood.has(extnID));
}

function pathLengthOf(basicConstraints: BasicConstraints | undefined): number | undefined {
  const { pathLenConstraint } = basicConstraints ?? {};
  if (pathLenConstraint === undefined) return undefined;
  const pathLength = Number(pathLenConstraint);
  if (!(pathLength >= 0)) throw new Error('a path length that is none');
  return pathLength;
}

function signatureAlgorithmOf({ algorithm, parameters }: AlgorithmIdentifier): string {
  if (algorithm !== id_RSASSA_PSS) return algorithm;
  if (!parameters) throw new Error('a signature without its parameters');
  return AsnConvert.parse(parameters, RsaSaPssParams).hashAlgorithm.algorithm;
}

function signed(integer: ArrayBuffer): bigint {
  const hex = Buffer.from(integer).toString('hex');
  return BigInt.asIntN(hex.length * 4, BigInt(`0x${hex}`));
}

function time(date: Date): number {
  const ms = date.getTime();
  if (Number.isNaN(ms)) throw new Error('a time that is none');
  return ms;
}
