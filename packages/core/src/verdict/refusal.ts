import type { InboundRequest } from '../request/inbound-request.ts';
import type { Verifier } from '../verifier/verifier.ts';
import type { Refusal } from './answer.ts';
import type { Reason } from './reason.ts';
import type { NotAccepted } from './verdict.ts';

interface PublicAnswer {
  readonly status: number;
  readonly detail: string;
  /** Whether the caller may learn the reason: where it would let a stranger probe accounts, it may not. */
  readonly showReason: boolean;
}

const told = (status: number, detail: string): PublicAnswer => ({ status, detail, showReason: true });

// The same bytes for a malformed credential, an unknown account and a wrong secret.
const badCredentials: PublicAnswer = {
  status: 401,
  detail: 'The credentials are missing, malformed or wrong.',
  showReason: false,
};

const publicAnswers: Record<Reason, PublicAnswer> = {
  'credentials-malformed': badCredentials,
  'account-unknown': badCredentials,
  'proof-mismatch': badCredentials,
  'digest-not-allowed': badCredentials,
  'account-inactive': told(403, 'The account is not active.'),
  'account-expired': told(403, 'The account has expired.'),
  'credentials-expired': told(403, 'The credentials of this account have expired.'),
  'address-not-allowed': told(403, 'The account may not be used from this address.'),
  'insecure-transport': told(403, 'HTTPS with TLS 1.2 or newer is required.'),
  'host-not-allowed': told(421, 'This is not served under the host name that was asked for.'),
  'identity-conflict': told(403, 'The credentials on this request belong to different accounts.'),
  throttled: told(429, 'Too many failed attempts.'),
  'body-too-large': told(413, 'The body is too large.'),
  replayed: told(401, 'The credentials were used before.'),
  'seed-outside-window': told(401, 'The seed is too far from the current time.'),
  'seed-before-watermark': told(401, 'The seed is too old to tell whether it was used before.'),
  'token-malformed': badCredentials,
  'token-algorithm-not-allowed': badCredentials,
  'token-key-unknown': badCredentials,
  'token-expired': told(401, 'The token has expired.'),
  'token-not-yet-valid': told(401, 'The token is not valid yet.'),
  'token-lifetime-too-long': told(401, 'The token claims a longer lifetime than is allowed.'),
  'token-claim-missing': told(401, 'The token lacks a required claim.'),
  'token-claim-mismatch': told(401, 'A claim of the token is not the one required.'),
  'token-revoked': told(401, 'The token was revoked.'),
  'scope-insufficient': told(403, 'The token lacks a scope that this resource requires.'),
  'psu-ip-absent': told(400, 'The PSU-IP-Address header is required.'),
  'psu-ip-malformed': told(400, 'PSU-IP-Address must be one literal IPv4 or IPv6 address.'),
  'psu-ip-not-public': told(400, 'PSU-IP-Address must be a public address.'),
  'psu-ip-mismatch': told(403, 'PSU-IP-Address is not the address that this token was issued to.'),
  'certificate-malformed': told(401, 'The client certificate cannot be read.'),
  'certificate-untrusted': told(401, 'The client certificate does not chain to a trusted authority.'),
  'certificate-not-yet-valid': told(401, 'The client certificate is not valid yet.'),
  'certificate-expired': told(401, 'The client certificate has expired.'),
  'certificate-revoked': told(401, 'The client certificate was revoked.'),
  'certificate-status-unknown': told(401, 'The authority of the client certificate does not know it.'),
  'certificate-not-attached': told(401, 'The client certificate is not attached to an account.'),
  'certificate-not-qualified': told(
    403,
    'A qualified website authentication certificate (QWAC) for PSD2 is required.',
  ),
  'role-missing': told(403, 'The client certificate lacks a PSD2 role that this resource requires.'),
};

// Of the statuses above, as node:http calls them, which takes longer to load than all that is here.
const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  413: 'Payload Too Large',
  421: 'Misdirected Request',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

const unavailableAnswer = told(503, 'The credentials cannot be checked at the moment.');

function publicAnswerTo(verdict: NotAccepted): PublicAnswer {
  switch (verdict.outcome) {
    case 'absent':
      return badCredentials;
    case 'rejected':
      return publicAnswers[verdict.reason];
    case 'unavailable':
      return unavailableAnswer;
  }
}

/** The status that a verdict is answered with where no provider says otherwise. */
export function statusOf(verdict: NotAccepted): number {
  return publicAnswerTo(verdict).status;
}

/** A sentence for the caller that tells no more than a stranger may know. */
export function publicDetailOf(verdict: NotAccepted): string {
  return publicAnswerTo(verdict).detail;
}

/** What every refusal carries, whatever its form: no caching, the challenges, and when to try again. */
export function refusalHeaders(
  verdict: NotAccepted,
  challenges: readonly string[] = [],
): Record<string, string | readonly string[]> {
  const retryAfter = verdict.outcome === 'absent' ? undefined : verdict.retryAfter;
  return {
    'cache-control': 'no-store',
    ...(challenges.length > 0 && { 'www-authenticate': challenges }),
    ...(retryAfter !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
  };
}

/**
 * Problem details (RFC 9457), with the reason where the caller may know it.
 * @param detail what to say, where a scheme knows better than the table of reasons
 */
export function problemDetails(
  verdict: NotAccepted,
  challenges: readonly string[] = [],
  detail = publicDetailOf(verdict),
): Refusal {
  const { status, showReason } = publicAnswerTo(verdict);
  const reason = verdict.outcome === 'rejected' && showReason ? { reason: verdict.reason } : {};
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...refusalHeaders(verdict, challenges) },
    body: JSON.stringify({ type: 'about:blank', title: titles[status], status, detail, ...reason }),
  };
}

/** How this verifier refuses this verdict. */
export function refusalOf(verifier: Verifier, verdict: NotAccepted, request: InboundRequest): Refusal {
  return verifier.refuse?.(verdict, request) ?? problemDetails(verdict, verifier.challenges?.(verdict));
}

/** `Basic realm="…", charset="UTF-8"`: a challenge with its parameters as quoted strings (RFC 9110, section 11.2). */
export function challenge(scheme: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const quoted = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value.replace(/["\\]/g, '\\$&')}"`],
  );
  return quoted.length === 0 ? scheme : `${scheme} ${quoted.join(', ')}`;
}
