import { randomBytes, type X509Certificate } from 'node:crypto';
import type { Clock } from '@countersign/core';
import type { Answer } from './answers.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { certificateIdOf } from './certificate-id.ts';
import type { Freshness } from './in-force.ts';
import { ocspRequest, overHttp } from './ocsp-request.ts';
import { type CertificateStatus, readOcspResponse } from './ocsp-response.ts';
import { firstAnswer, missingAnswer, readAnswer } from './unanswered.ts';

/** A response has one to five kilobytes. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** RFC 9654, section 2.1. */
const NONCE_BYTES = 32;

/** An authority that does not know a certificate may be about to: asked again soon. */
const UNKNOWN_MILLISECONDS = 60_000;

export interface OcspOptions {
  readonly method: 'GET' | 'POST';
  /** For all responders together, in milliseconds. */
  readonly timeout: number;
  readonly freshness: Freshness;
  readonly clock: Clock;
}

/**
 * Asks the responders that a certificate names for its status.
 * @throws RevocationUnanswered
 */
export async function askOcsp(
  certificate: X509Certificate,
  issuer: X509Certificate,
  urls: readonly string[],
  { method, timeout, freshness, clock }: OcspOptions,
): Promise<Answer<CertificateStatus>> {
  if (urls.length === 0) throw missingAnswer('the certificate names no OCSP responder');
  const id = certificateIdOf(certificate, issuer);
  const signal = AbortSignal.timeout(timeout);
  return firstAnswer(urls, async (url) => {
    // With a nonce no two requests are alike, and what stands between could remember no answer to a GET.
    const nonce = method === 'POST' ? new Uint8Array(randomBytes(NONCE_BYTES)) : undefined;
    const request = overHttp(url, ocspRequest(id, nonce), method);
    const der = await boundedFetch({ ...request, maxBytes: MAX_RESPONSE_BYTES, signal });
    const question = { id, issuer, nonce };
    const answer = readAnswer(url, () => readOcspResponse(der, question, freshness, clock()));
    if (answer.value !== 'unknown') return answer;
    return { ...answer, until: Math.min(answer.until, answer.since + UNKNOWN_MILLISECONDS) };
  });
}
