import { type Explanation, type Rejected, rejected } from '@countersign/core';
import type { CertificateFacts } from './certificate-facts.ts';

/** Both ends count as within (RFC 5280, section 4.1.2.5). */
export function isInDate({ notBefore, notAfter }: CertificateFacts, now: number): boolean {
  return notBefore <= now && now <= notAfter;
}

/** The first certificate of a chain that is not valid now decides, the leaf before its issuers. */
export function refuseOutOfDate(
  chain: readonly CertificateFacts[],
  now: number,
  explain: Explanation | undefined,
): Rejected | undefined {
  const outOfDate = chain.find((facts) => !isInDate(facts, now));
  if (!outOfDate) {
    explain?.push({ check: 'validity', outcome: 'passed', detail: 'every certificate is in date' });
    return undefined;
  }
  const { subject, notBefore, notAfter } = outOfDate;
  const expired = !(now < notBefore);
  explain?.push({
    check: 'validity',
    outcome: 'failed',
    detail: `${subject.text} ${expired ? `expired at ${iso(notAfter)}` : `is not valid before ${iso(notBefore)}`}; it is ${iso(now)} here`,
    hint: expired
      ? 'Renew the certificate, and attach the new one.'
      : "Is the issuer's clock right, and this server's?",
  });
  return rejected(expired ? 'certificate-expired' : 'certificate-not-yet-valid');
}

function iso(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : 'an unknown time';
}
