import type { X509Certificate } from 'node:crypto';
import type { Clock } from '@countersign/core';
import { revocationAddressesOf } from '../revocation-addresses.ts';
import { type Answer, answers } from './answers.ts';
import { crlAsker } from './ask-crl.ts';
import { askOcsp } from './ask-ocsp.ts';
import { certificateIdReader } from './certificate-id.ts';
import type { Freshness } from './in-force.ts';
import type { CertificateStatus } from './ocsp-response.ts';
import { badAnswer, firstAnswer } from './unanswered.ts';

export interface StatusSettings {
  /** Absent: not asked. */
  readonly ocspMethod: 'GET' | 'POST' | undefined;
  /** Absent: not fetched. */
  readonly maxCrlBytes: number | undefined;
  /** Milliseconds. */
  readonly timeout: number;
  readonly freshness: Freshness;
  readonly clock: Clock;
}

/** What the issuer says of a certificate of its own. @throws RevocationUnanswered */
export type CertificateStatuses = (
  certificate: X509Certificate,
  issuer: X509Certificate,
) => Answer<CertificateStatus> | Promise<Answer<CertificateStatus>>;

type Ask = () => Promise<Answer<CertificateStatus>>;

/** Statuses remembered: one a certificate that is attached to an account. */
const REMEMBERED_STATUSES = 1000;

/** Addresses tried of each kind, of those that a certificate names. */
const MAX_ADDRESSES = 3;

export function certificateStatuses(settings: StatusSettings): CertificateStatuses {
  const { ocspMethod: method, maxCrlBytes } = settings;
  const statuses = answers<CertificateStatus>(REMEMBERED_STATUSES, settings.clock);
  const idOf = certificateIdReader();
  const askCrl = maxCrlBytes === undefined ? undefined : crlAsker({ ...settings, maxBytes: maxCrlBytes });

  return (certificate, issuer) =>
    statuses.get(idOf(certificate, issuer), async (before) => {
      const { ocsp, crl } = revocationAddressesOf(certificate);
      const sources: Ask[] = [];
      if (method) {
        const urls = ocsp.slice(0, MAX_ADDRESSES);
        sources.push(() => askOcsp(certificate, issuer, urls, { ...settings, method }));
      }
      if (askCrl) sources.push(() => askCrl(certificate, issuer, crl.slice(0, MAX_ADDRESSES)));
      return before && before.value !== 'good'
        ? askAgain(sources, before)
        : firstAnswer(sources, (ask) => ask());
    });
}

/**
 * What was not good becomes so by a newer answer alone. Whoever can delay answers would otherwise give one from
 * before the revocation again, or have a revoked certificate accepted for want of one.
 */
async function askAgain(
  sources: readonly Ask[],
  before: Answer<CertificateStatus>,
): Promise<Answer<CertificateStatus>> {
  try {
    return await firstAnswer(sources, async (ask) => {
      const answer = await ask();
      if (!isNews(answer, before)) throw badAnswer('the answer is no newer than what is known');
      return answer;
    });
  } catch (cause) {
    throw badAnswer(`${before.value} when last heard of, and nothing newer is known`, cause);
  }
}

/** Answers are dated by the second: `good` of the same one may have been given before what is known. */
function isNews(answer: Answer<CertificateStatus>, before: Answer<CertificateStatus>): boolean {
  return answer.value === 'good'
    ? answer.thisUpdate > before.thisUpdate
    : answer.thisUpdate >= before.thisUpdate;
}
