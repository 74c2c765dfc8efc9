import type { X509Certificate } from 'node:crypto';
import { AsnConvert, AsnParser } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Certificate,
  type Extension,
  IssuingDistributionPoint,
  id_ce_deltaCRLIndicator,
  id_ce_issuingDistributionPoint,
  KeyUsageFlags,
  TBSCertList,
  type Time,
} from '@peculiar/asn1-x509';
import { Boolean as Asn1Boolean, type AsnType, BitString, fromBER, Integer, Sequence } from 'asn1js';
import { readFacts } from '../certificate-facts.ts';
import type { Answer } from './answers.ts';
import { isSameBytes } from './certificate-id.ts';
import { type Freshness, inForceUntil } from './in-force.ts';
import { isSignedBy } from './signature.ts';
import { badAnswer } from './unanswered.ts';

/** What an authority has revoked. */
export interface RevokedCertificates {
  /** Serial numbers: lower-case hexadecimal without leading zeros. */
  readonly serialNumbers: ReadonlySet<string>;
  /** Whose certificates it speaks of. */
  readonly speaksOf: 'all' | 'clients' | 'authorities';
}

/**
 * A list that this issuer signed for all reasons, and that is complete as far as it speaks.
 * @param url from where it was fetched, which it may say it is for
 * @param now milliseconds since the epoch
 * @throws RevocationUnanswered for a list that may not be believed.
 * @see RFC 5280, section 6.3.3
 */
export function readCrl(
  der: Uint8Array,
  { url, issuer }: { readonly url: string; readonly issuer: X509Certificate },
  freshness: Freshness,
  now: number,
): Answer<RevokedCertificates> {
  const { tbs, entries } = parse(der, issuer);
  const { subject } = AsnConvert.parse(issuer.raw, Certificate).tbsCertificate;
  if (!isSameBytes(AsnConvert.serialize(tbs.issuer), AsnConvert.serialize(subject))) {
    throw badAnswer('the list is of another issuer');
  }
  const speaksOf = scopeOf(tbs.crlExtensions ?? [], url);
  const thisUpdate = timeOf(tbs.thisUpdate);
  const nextUpdate = tbs.nextUpdate && timeOf(tbs.nextUpdate);
  const until = inForceUntil({ thisUpdate, nextUpdate }, freshness, now);
  return {
    value: { serialNumbers: new Set(entries.map(serialNumberOf)), speaksOf },
    thisUpdate,
    since: now,
    until,
  };
}

/** A list of nothing has some forty. */
const MIN_NODES = 200;

/** An entry of a one-byte serial number with its reason has eight nodes in 34 bytes, without it three in 20. */
const BYTES_A_NODE = 4;

/** The signature first: nothing else is looked at before it holds. */
function parse(der: Uint8Array, issuer: X509Certificate): { tbs: TBSCertList; entries: AsnType[] } {
  // Nothing is known yet of who made it, and what is parsed costs by the node: an honest one has fewer.
  const { result, offset } = fromBER(der, { maxNodes: MIN_NODES + der.byteLength / BYTES_A_NODE });
  const [tbs, algorithm, signature] = offset === -1 ? [] : itemsOf(result);
  if (!(tbs instanceof Sequence) || !algorithm || !(signature instanceof BitString)) {
    throw badAnswer('what was answered is no list of revoked certificates');
  }
  const signed = {
    data: tbs.valueBeforeDecodeView,
    algorithm: AsnParser.fromASN(algorithm, AlgorithmIdentifier),
    signature: signature.valueBlock.valueHexView,
  };
  if (!maySignLists(issuer) || !isSignedBy(signed, issuer.publicKey)) {
    throw badAnswer('the list is not signed by the issuer');
  }
  // The entries are taken out and read one by one: by its schema, a long list would hold everything up for seconds.
  const items = itemsOf(tbs);
  const [, , revoked] = items.filter((item) => item instanceof Sequence);
  if (revoked) tbs.valueBlock.value = items.filter((item) => item !== revoked);
  return { tbs: AsnParser.fromASN(tbs, TBSCertList), entries: itemsOf(revoked) };
}

function maySignLists(issuer: X509Certificate): boolean {
  const { keyUsage } = readFacts(issuer);
  return keyUsage === undefined || (keyUsage & KeyUsageFlags.cRLSign) !== 0;
}

function itemsOf(value: AsnType | undefined): AsnType[] {
  return value instanceof Sequence ? value.valueBlock.value : [];
}

/** Of an entry that says more than its reason, and insists on it, nothing is understood: it may be another issuer's. */
function serialNumberOf(entry: AsnType): string {
  const [serialNumber, , extensions] = itemsOf(entry);
  if (!(serialNumber instanceof Integer)) throw badAnswer('an entry of the list cannot be read');
  if (itemsOf(extensions).some(isCritical)) throw badAnswer('an entry of the list is not understood');
  const hex = Buffer.from(serialNumber.valueBlock.valueHexView).toString('hex');
  return BigInt(`0x${hex}`).toString(16);
}

function isCritical(extension: AsnType): boolean {
  const [, critical] = itemsOf(extension);
  return critical instanceof Asn1Boolean && critical.valueBlock.value;
}

/** A delta list is no list, whether it says that it is critical or not; nor is one for some reasons, or of several issuers. */
function scopeOf(extensions: readonly Extension[], url: string): RevokedCertificates['speaksOf'] {
  const unknown = extensions.find(
    ({ extnID, critical }) =>
      extnID === id_ce_deltaCRLIndicator || (critical && extnID !== id_ce_issuingDistributionPoint),
  );
  if (unknown) throw badAnswer(`the list is limited in a way that is not understood: ${unknown.extnID}`);
  const extension = extensions.find(({ extnID }) => extnID === id_ce_issuingDistributionPoint);
  if (!extension) return 'all';
  const point = AsnConvert.parse(extension.extnValue, IssuingDistributionPoint);
  if (point.indirectCRL || point.onlySomeReasons || point.onlyContainsAttributeCerts) {
    throw badAnswer('the list speaks of some certificates or reasons alone');
  }
  const { distributionPoint } = point;
  if (
    distributionPoint &&
    !distributionPoint.fullName?.some((name) => name.uniformResourceIdentifier === url)
  ) {
    throw badAnswer('the list is for another distribution point');
  }
  if (point.onlyContainsUserCerts) return 'clients';
  return point.onlyContainsCACerts ? 'authorities' : 'all';
}

function timeOf(time: Time): number {
  return time.getTime().getTime();
}
