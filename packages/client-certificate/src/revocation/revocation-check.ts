import type { X509Certificate } from 'node:crypto';
import { type Clock, checkOptionTypes } from '@countersign/core';
import { certificateStatuses } from './certificate-statuses.ts';
import { badAnswer, RevocationUnanswered } from './unanswered.ts';

/** What is known of a chain. `unanswered` where nothing is, and it may not be accepted. */
export type RevocationStatus =
  | { readonly status: 'good'; readonly detail?: string }
  | { readonly status: 'revoked' | 'unknown'; readonly detail?: string }
  | { readonly status: 'unanswered'; readonly cause: unknown; readonly retryAfterSeconds: number };

/** Where `clientCertificate` asks whether a certificate was revoked. */
export interface RevocationCheck {
  /**
   * @param chain leaf first, trust anchor last. Every signature in it has been verified, every certificate is in date,
   * and the leaf is attached to an account.
   */
  statusOf(chain: readonly X509Certificate[]): Promise<RevocationStatus>;
}

export interface RevocationCheckOptions {
  /** Ask the OCSP responder that a certificate names (RFC 6960). Default true. */
  readonly ocsp?: boolean | undefined;
  /**
   * Fetch the list of revoked certificates (CRL, RFC 5280) that a certificate names: after OCSP, where OCSP gave no
   * status. Default false. Reading a list of a megabyte holds the process up for two seconds or so.
   */
  readonly crl?: boolean | undefined;
  /**
   * How OCSP is asked. `POST`, the default, sends a nonce; the answer to a `GET` may come out of a cache on the way.
   */
  readonly ocspMethod?: 'GET' | 'POST' | undefined;
  /** `leaf`: the client's certificate alone, the default. `all`: every one of its chain but the trust anchor. */
  readonly chain?: 'leaf' | 'all' | undefined;
  /**
   * Whether a certificate is accepted where *nothing* answers: no connection, no answer in time, "try later", an
   * answer with status 429 or 5xx, a certificate that names nobody to ask. Default false: `unavailable`. Whoever can
   * keep the answers from arriving can then use a revoked certificate. What is answered and cannot be believed is
   * `unavailable` in any case.
   */
  readonly acceptMissingAnswer?: boolean | undefined;
  /** Given each time a certificate is accepted for want of an answer, and waited for. What it throws makes the verdict `unavailable`. */
  readonly onMissingAnswer?: ((cause: RevocationUnanswered) => void) | undefined;
  /** For OCSP of one certificate, and for the lists of one certificate, each as a whole. Default 3000. */
  readonly timeoutMilliseconds?: number | undefined;
  /**
   * How long an answer is relied on, at most: until its `nextUpdate`, if that is sooner. Default 3600. It is renewed in
   * the background from half of that time on. An answer without a `nextUpdate` is in force for this long after its
   * `thisUpdate`.
   */
  readonly maxAgeSeconds?: number | undefined;
  /** How far the clocks of responders may be from this one. Default 300. */
  readonly clockToleranceSeconds?: number | undefined;
  /** The longest list of revoked certificates that is read. Default 1 MiB, some 20,000 to 30,000 entries. */
  readonly maxCrlBytes?: number | undefined;
  readonly clock?: Clock | undefined;
}

const RETRY_AFTER_SECONDS = 5;

/**
 * Asks the authority of a certificate whether it revoked it, over HTTP, at the URLs that the certificate itself holds.
 * Answers are verified, remembered and renewed before they end; of any number of requests that want one, one asks.
 *
 * The URLs are the authority's word: `http:` and `https:` alone, no redirects. They may lead anywhere that this server
 * can reach, private addresses included, as far as the authorities in `trustAnchors` are trusted with that; where they
 * are not, restrict what the server may connect to.
 *
 * @throws TypeError when an option is unusable.
 * @see RFC 6960; RFC 5280, section 6.3
 */
export function revocationCheck(options: RevocationCheckOptions = {}): RevocationCheck {
  const { ocsp = true, crl = false, chain: scope = 'leaf', ocspMethod = 'POST', clock = Date.now } = options;
  checkOptions(options);
  const maxCrlBytes = positive(options, 'maxCrlBytes', 1024 * 1024);
  const statusOfOne = certificateStatuses({
    ocspMethod: ocsp ? ocspMethod : undefined,
    maxCrlBytes: crl ? maxCrlBytes : undefined,
    timeout: positive(options, 'timeoutMilliseconds', 3000),
    freshness: {
      maxAge: positive(options, 'maxAgeSeconds', 3600) * 1000,
      tolerance: positive(options, 'clockToleranceSeconds', 300, 0) * 1000,
    },
    clock,
  });

  async function unanswered(failure: unknown): Promise<RevocationStatus> {
    const cause =
      failure instanceof RevocationUnanswered
        ? failure
        : badAnswer('the certificate cannot be read', failure);
    if (!cause.missing || !options.acceptMissingAnswer) {
      return { status: 'unanswered', cause, retryAfterSeconds: RETRY_AFTER_SECONDS };
    }
    // Awaited because a handler may be async: what it rejects with is the verdict's, and not the process's.
    await (options.onMissingAnswer?.(cause) as unknown);
    return { status: 'good', detail: `no answer, which is accepted: ${cause.message}` };
  }

  return {
    async statusOf(chain) {
      const asked = scope === 'all' ? chain.length - 1 : 1;
      let status: RevocationStatus = { status: 'good' };
      for (const [position, certificate] of chain.slice(0, asked).entries()) {
        const issuer = chain[position + 1];
        if (!issuer) throw new TypeError('chain must end with a trust anchor, and not begin with it');
        try {
          const { value } = await statusOfOne(certificate, issuer);
          if (value !== 'good')
            return { status: value, detail: `${value}: serial number ${certificate.serialNumber}` };
        } catch (failure) {
          const missing = await unanswered(failure);
          if (missing.status !== 'good') return missing;
          status = missing;
        }
      }
      return status;
    },
  };
}

function checkOptions(options: RevocationCheckOptions): void {
  const { ocsp = true, crl = false, chain = 'leaf', ocspMethod = 'POST' } = options;
  checkOptionTypes(options, {
    ocsp: 'boolean',
    crl: 'boolean',
    acceptMissingAnswer: 'boolean',
    onMissingAnswer: 'function',
    clock: 'function',
  });
  if (!ocsp && !crl) throw new TypeError('ocsp or crl must be true: there is nobody to ask otherwise');
  if (chain !== 'leaf' && chain !== 'all') throw new TypeError("chain must be 'leaf' or 'all'");
  if (ocspMethod !== 'GET' && ocspMethod !== 'POST')
    throw new TypeError("ocspMethod must be 'GET' or 'POST'");
}

function positive<N extends string>(
  options: { readonly [K in N]?: number | undefined },
  name: N,
  otherwise: number,
  least = 1,
): number {
  const value = options[name] ?? otherwise;
  if (!Number.isSafeInteger(value) || value < least || value > 2 ** 31 - 1) {
    throw new TypeError(`${name} must be a whole number from ${least}, such as ${otherwise}`);
  }
  return value;
}
