import type { X509Certificate } from 'node:crypto';
import type { Clock } from '@countersign/core';
import { type CertificateFacts, readFacts } from '../certificate-facts.ts';
import { type Answer, answers } from './answers.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { type RevokedCertificates, readCrl } from './crl.ts';
import type { Freshness } from './in-force.ts';
import type { CertificateStatus } from './ocsp-response.ts';
import { badAnswer, firstAnswer, missingAnswer, readAnswer } from './unanswered.ts';

/** Lists remembered: an authority has one to a few. */
const REMEMBERED_LISTS = 32;

export interface CrlOptions {
  readonly maxBytes: number;
  /** For all the lists of a certificate together, in milliseconds. */
  readonly timeout: number;
  readonly freshness: Freshness;
  readonly clock: Clock;
}

/** Looks certificates up in the lists that they name. @throws RevocationUnanswered */
export type AskCrl = (
  certificate: X509Certificate,
  issuer: X509Certificate,
  urls: readonly string[],
) => Promise<Answer<CertificateStatus>>;

/** One list serves all certificates of its issuer: it is fetched once, and remembered. */
export function crlAsker({ maxBytes, timeout, freshness, clock }: CrlOptions): AskCrl {
  const lists = answers<RevokedCertificates>(REMEMBERED_LISTS, clock);

  return async (certificate, issuer, urls) => {
    if (urls.length === 0) throw missingAnswer('the certificate names no list of revoked certificates');
    const facts = readFacts(certificate);
    const signal = AbortSignal.timeout(timeout);
    return firstAnswer(urls, async (url) => {
      const list = await lists.get(`${issuer.fingerprint256} ${url}`, async (before) => {
        const der = await boundedFetch({ url, headers: {}, maxBytes, signal });
        const answer = readAnswer(url, () => readCrl(der, { url, issuer }, freshness, clock()));
        if (before && answer.thisUpdate < before.thisUpdate) {
          throw badAnswer(`${url} answered: older than what is known`);
        }
        return answer;
      });
      return { ...list, value: statusIn(list.value, facts) };
    });
  };
}

function statusIn(
  { serialNumbers, speaksOf }: RevokedCertificates,
  { serialNumber, isAuthority }: CertificateFacts,
): CertificateStatus {
  // Lists are read by the bytes of their numbers, of which a negative one shares its own with a positive one.
  if (serialNumber < 0n) throw badAnswer('the serial number of the certificate is negative');
  if (speaksOf === (isAuthority ? 'clients' : 'authorities')) {
    throw badAnswer('the list does not speak of such certificates');
  }
  return serialNumbers.has(serialNumber.toString(16)) ? 'revoked' : 'good';
}
