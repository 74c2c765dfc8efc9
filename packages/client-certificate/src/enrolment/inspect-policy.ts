import type { X509Certificate } from 'node:crypto';
import { type CertificateFacts, readFacts } from '../certificate-facts.ts';
import { brokenRules } from '../chain-rules.ts';
import { isInDate } from '../validity.ts';
import { type Arrangement, topOf } from './arrangement.ts';
import { type Finding, fault } from './finding.ts';
import type { FiledCertificate } from './read-chain-file.ts';

/** Organisations (O) and common names (CN) stand for an authority. */
const NAMING_TYPES: ReadonlySet<string> = new Set(['2.5.4.10', '2.5.4.3']);

/** Whether an authority that is not accepted issued a certificate of the chain: the lowest one tells enough. */
export function inspectIssuers({ segments }: Arrangement, refused: readonly string[]): Finding[] {
  for (const one of segments.flat()) {
    const names = namesOf(one.facts.issuer);
    const name = refused.find((other) => names.includes(other.toLowerCase()));
    if (name === undefined) continue;
    const message = `It is issued by ${name}, whose certificates are not accepted. Get one from another authority.`;
    return [fault('refused-issuer', message, one)];
  }
  return [];
}

function namesOf({ parts }: CertificateFacts['issuer']): string[] {
  return parts
    .flat()
    .flatMap((part) => ('text' in part && NAMING_TYPES.has(part.type) ? part.text.toLowerCase() : []));
}

/**
 * Whether the chain leads to an authority that is trusted: by its certificate, or by its signature, where it is in
 * date and allows as many authorities below it as there are. What is wrong with one that is in the file is said there.
 */
export function inspectTrust(
  { segments }: Arrangement,
  trusted: readonly X509Certificate[],
  now: number,
): Finding[] {
  const [ofLeaf] = segments;
  const [, ...issuers] = segments.flat();
  const anchors = trusted.map(readFacts);
  const isTrusted =
    issuers.some(({ facts }) =>
      anchors.some(({ fingerprint256 }) => fingerprint256 === facts.fingerprint256),
    ) ||
    ofLeaf.some((one, index) => {
      const below = ofLeaf.slice(0, index + 1).map(({ facts }) => facts);
      return anchors.some((anchor) => isIssuedBy(one, anchor) && mayAnchor(anchor, below, now));
    });
  if (isTrusted) return [];
  const top = topOf(segments.at(-1) ?? ofLeaf);
  const message =
    'The chain does not lead to an authority that is trusted here. Get a certificate from one that is.';
  return [fault('untrusted-root', message, top)];
}

function mayAnchor(anchor: CertificateFacts, below: readonly CertificateFacts[], now: number): boolean {
  const broken = [...brokenRules([...below, anchor])].filter(({ position }) => position === below.length);
  return isInDate(anchor, now) && broken.length === 0;
}

function isIssuedBy({ certificate }: FiledCertificate, anchor: CertificateFacts): boolean {
  try {
    return certificate.checkIssued(anchor.certificate) && certificate.verify(anchor.certificate.publicKey);
  } catch {
    // A key of a kind that this OpenSSL does not know.
    return false;
  }
}
